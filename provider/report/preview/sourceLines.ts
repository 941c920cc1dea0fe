import type { SourceLine } from "../model";
import type { ResourceSteps } from "./steps";
import { decoded, isRecord } from "./values";

/**
 * Returns the line of the program that declares a resource. Packages declare the children of their components, so a resource
 * of a package gets the line of the component around it. A resource that is deleted has no line.
 */
export function sourceLineOf(
  resource: ResourceSteps,
  byUrn: ReadonlyMap<string, ResourceSteps>,
): SourceLine | undefined {
  const around: ResourceSteps[] = [];
  for (let next: ResourceSteps | undefined = resource; next !== undefined; next = byUrn.get(next.parent ?? "")) {
    if (around.includes(next)) break;
    around.push(next);
  }
  const lines = around.flatMap(({ newState }) => parsePosition(newState?.["sourcePosition"]));
  const [inProgram] = lines.filter(isInProject);
  if (inProgram !== undefined) return inProgram;
  const stack = resource.newState?.["stackTrace"];
  const frames = (Array.isArray(stack) ? stack : []).filter(isRecord);
  // Without a line in the project, the outermost component is the most likely part of the program.
  return frames.flatMap((frame) => parsePosition(frame["sourcePosition"])).find(isInProject) ?? lines.at(-1);
}

function isInProject({ path }: SourceLine): boolean {
  return !path.startsWith("../");
}

/** Reads `project:///src/index.ts#49,16`. Positions in packages and outside of the file system are left out. */
function parsePosition(position: unknown): SourceLine[] {
  const match = typeof position === "string" ? /^project:\/\/\/([^#]+)#(\d{1,9})(?:,(\d{1,9}))?$/.exec(position) : null;
  if (match === null) return [];
  const path = normalized(decoded(match[1] ?? ""));
  if (path === undefined || path.split("/").includes("node_modules")) return [];
  return [{ path, line: Number(match[2]), column: Number(match[3] ?? 1) }];
}

/** Returns a relative path without `.` and inner `..`, or nothing for an absolute path. */
function normalized(path: string): string | undefined {
  const parts: string[] = [];
  for (const part of path.replaceAll("\\", "/").split("/")) {
    if (part === "" && parts.length === 0) return undefined;
    if (part === "" || part === ".") continue;
    if (part === ".." && parts.length > 0 && parts.at(-1) !== "..") parts.pop();
    else parts.push(part);
  }
  return parts.length === 0 || /^[A-Za-z]:$/.test(parts[0] ?? "") ? undefined : parts.join("/");
}
