// Reads the output of `pulumi preview --diff`. Lines are selected, and only their common indentation is removed.

const header = /^( *)[+~-]+ (\S+): \((?:create|update|delete|replace|create-replacement|delete-replaced)\)$/;

/** Returns `{ type, name, lines }` of every resource in the preview. */
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
    lines: own.map((line) => unindent(line, indent)),
  }));
}

/** Returns the first line of a resource and the lines of the named properties. */
export function propertiesOf(resource, names) {
  const [head, ...body] = resource.lines;
  let shown = false;
  const selected = body.filter((line) => {
    // Messages of Pulumi are not indented.
    if (!line.startsWith("  ")) return false;
    const property = /^ {2,4}[+~-]? ?(\w+) *: /.exec(line);
    if (property) shown = names.includes(property[1]);
    return shown && line.trim() !== "";
  });
  return [head, ...selected];
}

/** Returns the policy of a resource as JSON without spaces, as IAM counts its characters. */
export function policyIn(resource) {
  const lines = propertiesOf(resource, ["policy"]).slice(1);
  const json = lines
    .map((line) => line.trim().replace(/^policy +: \(json\) |^\[\d+\]: /, ""))
    .map((line) => line.replace(/^([\w:]+) *: /, '"$1":'))
    .map((line) => (/[[{]$/.test(line) ? line : `${line},`))
    .join("")
    .replace(/,(?=[\]}]|$)/g, "");
  return JSON.stringify(JSON.parse(json));
}

/** Returns the lines of the summary, such as "+ 11 to create". */
export function summaryIn(lines) {
  const start = lines.indexOf("Resources:");
  return start < 0 ? [] : lines.slice(start + 1).filter((line) => /^ +\S/.test(line));
}

const unindent = (line, count) => (line.slice(0, count).trim() === "" ? line.slice(count) : line);
