// How the story looks: colour on a terminal, the same words in plain text in a pipe.
import { createSay, styleFor } from "../say.mjs";

// Not red: that something is denied is as it should be, and what is allowed should stand out.
const marks = { true: ["green", "✓"], false: ["dim", "✗"] };

export function createPage(stream = process.stdout) {
  const style = styleFor(stream);
  const line = (text = "") => void stream.write(`${text}\n`);
  let chapter = 0;

  return {
    line,
    chapter: (title) => line(`\n${style(["bold", "cyan"], `${++chapter}. ${title}`)}`),
    heading: (title) => line(`\n${style("bold", title)}`),
    text: (...lines) => lines.forEach((text) => line(`  ${text}`)),
    note: (text) => line(`  ${style("dim", text)}`),
    command: (...commands) => line(["", ...commands.map((text) => `  ${style("bold", `$ ${text}`)}`)].join("\n")),
    /** What a program printed, word for word. */
    quote: (lines) => lines.forEach((text) => line(`  ${style("dim", "│")} ${toned(text, style)}`.trimEnd())),
    check: (text) => line(`  ${style("green", "✓")} ${text}`),
    /** Rows of texts; the first cell may be a boolean, shown as a mark. Columns are as wide as those of `alike` need them. */
    table: (rows, alike = rows) => tableLines(rows, alike, style).forEach((text) => line(`  ${text}`)),
    failed: (text) => line(`\n${style("red", `error: ${text}`)}`),
    during: createSay(stream).during,
  };
}

const tones = { "+": "green", "~": "yellow", "-": "red" };

/** Not Pulumi's own colours, which make whole documents green: what happens, and what a policy names, should stand out. */
function toned(text, style) {
  const operation = /^ *([+~-])[+~-]? /.exec(text)?.[1];
  if (operation) return style(tones[operation], text);
  return text.replace(/"(?:arn:|[a-z-]+:[A-Z])[^"]*"|\[secret\]/g, (match) => style("cyan", match));
}

function tableLines(rows, alike, style) {
  const widths = rows[0].map((_, column) => Math.max(...alike.map((row) => String(row[column] ?? "").length)));
  const cell = (value, column) => {
    if (typeof value === "boolean") return `${style(...marks[value])} `;
    return `${value.padEnd(widths[column])}  `;
  };
  return rows.map((row) => row.map(cell).join("").trimEnd());
}
