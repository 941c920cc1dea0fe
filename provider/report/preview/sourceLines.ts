import type { SourceLine } from "../model";
import type { ReadResource } from "./steps";

/** Returns the line of the program that declares a resource, or the component around it. */
export function sourceLineOf(resource: ReadResource, byUrn: ReadonlyMap<string, ReadResource>): SourceLine | undefined {
  let outside: SourceLine | undefined;
  for (let next: ReadResource | undefined = resource; next !== undefined; next = byUrn.get(next.parent ?? "")) {
    const line = parsePosition(next.newState?.["sourcePosition"]);
    if (line === undefined || /(^|\/)node_modules\//.test(line.path)) continue;
    if (!line.path.startsWith("../")) return line;
    outside = line;
  }
  return outside;
}

function parsePosition(position: unknown): SourceLine | undefined {
  const match = typeof position === "string" ? /^project:\/\/\/(.+)#(\d+)(?:,(\d+))?$/.exec(position) : null;
  if (match?.[1] === undefined) return undefined;
  return { path: match[1], line: Number(match[2]), column: Number(match[3] ?? 1) };
}
