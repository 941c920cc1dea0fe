// Formats the pages that are generated from tables in the code.

export const code = (text: string): string => `\`${text}\``;

export function table(lines: readonly (readonly string[])[]): string {
  return lines.map((cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`).join("\n");
}
