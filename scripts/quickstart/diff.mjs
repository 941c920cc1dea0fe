// Parts of what `pulumi preview --diff` prints. Lines are chosen, never changed, but for the indentation in front of them.

const header = /^( *)[+~-]+ (\S+): \((?:create|update|delete|replace|create-replacement|delete-replaced)\)$/;

/** `{ type, name, lines }` of every resource that the preview shows. */
export function resourcesIn(lines) {
  const resources = [];
  let current;
  for (const line of lines) {
    const [, indent, type] = header.exec(line) ?? [];
    if (type !== undefined) resources.push((current = { type, indent: indent.length, lines: [line] }));
    else if (/^( *--outputs:--|Resources:)/.test(line)) current = undefined;
    else current?.lines.push(line);
  }
  return resources.map(({ type, indent, lines: own }) => ({
    type,
    name: /\[urn=.*::(.+)\]$/m.exec(own.join("\n"))?.[1],
    lines: own.map((line) => outdented(line, indent)),
  }));
}

/** The head of a resource and these of its properties, with everything below them. */
export function propertiesOf(resource, names) {
  const [head, ...body] = resource.lines;
  let shown = false;
  // Messages stand between the lines, without indentation.
  const chosen = body.filter((line) => {
    if (!line.startsWith("  ")) return false;
    const property = /^ {2,4}[+~-]? ?(\w+) *: /.exec(line);
    if (property) shown = names.includes(property[1]);
    return shown && line.trim() !== "";
  });
  return [head, ...chosen];
}

/** What it comes to: "+ 11 to create" and what else follows. */
export function summaryIn(lines) {
  const start = lines.indexOf("Resources:");
  return start < 0 ? [] : lines.slice(start).filter((line) => line.trim() !== "" && !line.startsWith("Duration"));
}

const outdented = (line, count) => (line.slice(0, count).trim() === "" ? line.slice(count) : line);
