import type { ReadResource } from "./steps";

/**
 * Returns a function that writes `NAME-[new]` for the automatic names of resources that are created or replaced. Pulumi
 * draws them again at each preview, so two previews of one program would differ.
 */
export function replaceAutomaticNames(resources: readonly ReadResource[]): (value: unknown) => unknown {
  const names = new Map<string, string>();
  for (const { operation, newState } of resources) {
    if (operation !== "create" && operation !== "replace") continue;
    const inputs = newState?.["inputs"];
    if (typeof inputs !== "object" || inputs === null || !("__defaults" in inputs) || !("name" in inputs)) continue;
    const { __defaults: defaults, name } = inputs;
    if (!Array.isArray(defaults) || !defaults.includes("name") || typeof name !== "string") continue;
    names.set(name, name.replace(/[0-9a-f]{7}$/, "[new]"));
  }
  if (names.size === 0) return (value) => value;
  const pattern = new RegExp(`(?<![A-Za-z0-9])(?:${[...names.keys()].map(escaped).join("|")})(?![A-Za-z0-9])`, "g");
  const replace = (value: unknown): unknown => {
    if (typeof value === "string") return value.replace(pattern, (name) => names.get(name) ?? name);
    if (Array.isArray(value)) return value.map(replace);
    if (typeof value !== "object" || value === null) return value;
    return Object.fromEntries(Object.entries(value).map(([key, entry]) => [key, replace(entry)]));
  };
  return replace;
}

function escaped(text: string): string {
  return text.replace(/[^A-Za-z0-9_]/g, "\\$&");
}
