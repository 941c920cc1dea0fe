// What the pages have in common that are written from tables in the code.

export const code = (text: string): string => `\`${text}\``;

export function table(lines: readonly (readonly string[])[]): string {
  return lines.map((cells) => `| ${cells.map((cell) => cell.replaceAll("|", "\\|")).join(" | ")} |`).join("\n");
}
