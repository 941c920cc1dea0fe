// Formats the output: colour on a terminal, the same words in plain text in a pipe.
import { createSay, styleFor } from "../say.mjs";

// Denied is not red: a denied call is the expected result, and allowed calls should stand out.
const marks = { true: ["green", "✓"], false: ["dim", "✗"] };

const columns = 80;

/** `full` shows everything, in lines of any length. Without it, long lines are folded. */
export function createOutput({ full = false, stream = process.stdout } = {}) {
  const style = styleFor(stream);
  const line = (text = "") => void stream.write(`${text}\n`);
  const fold = (text) => (full ? [text] : folded(text, columns - 4));
  let chapter = 0;

  return {
    full,
    line,
    chapter: (title) => line(`\n${style(["bold", "cyan"], `${++chapter}. ${title}`)}`),
    heading: (title) => line(`\n${style("bold", title)}`),
    text: (...lines) => lines.forEach((text) => line(`  ${text}`)),
    note: (text) => line(`  ${style("dim", text)}`),
    command: (...commands) => commands.forEach((text) => line(`  ${style("bold", `$ ${text}`)}`)),
    /** Shows the output of Pulumi. */
    quote: (lines) =>
      lines.flatMap(fold).forEach((text) => line(`  ${style("dim", "│")} ${coloured(text, style)}`.trimEnd())),
    check: (text) => line(`  ${style("green", "✓")} ${text}`),
    /** Shows rows of cells. A boolean in the first cell is shown as a mark. Columns are wide enough for `allRows`. */
    table: (rows, allRows = rows) => tableLines(rows, allRows, style).forEach((text) => line(`  ${text}`)),
    failed: (text) => line(`\n${style("red", `error: ${text}`)}`),
    during: createSay(stream).during,
  };
}

/** Splits a long line after a separator, and indents the rest. */
function folded(text, width, continues = false) {
  if (text.length <= width) return [text];
  const indent = /^ */.exec(text)[0];
  const rest = continues ? indent : `${indent}  `;
  const end = Math.max(...["/", ":", " ", "-"].map((separator) => text.lastIndexOf(separator, width - 1)));
  const cut = end > indent.length + 10 ? end + 1 : width;
  return [text.slice(0, cut), ...folded(`${rest}${text.slice(cut)}`, width, true)];
}

const colours = { "+": "green", "~": "yellow", "-": "red" };

/** Colours operations, ARNs, actions and secrets. Pulumi's own colours would make whole documents green. */
function coloured(text, style) {
  const operation = /^ *([+~-])[+~-]? /.exec(text)?.[1];
  if (operation) return style(colours[operation], text);
  return text.replace(/"(?:arn:|[a-z-]+:[A-Z])[^"]*"?|\[secret\]/g, (match) => style("cyan", match));
}

function tableLines(rows, allRows, style) {
  const widths = rows[0].map((_, column) => Math.max(...allRows.map((row) => String(row[column] ?? "").length)));
  const cell = (value, column) => {
    if (typeof value === "boolean") return `${style(...marks[value])} `;
    return `${value.padEnd(widths[column])}  `;
  };
  return rows.map((row) => row.map(cell).join("").trimEnd());
}
