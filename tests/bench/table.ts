// The figures for people, and for programs.
import { styleText } from "node:util";
import { goalsOf, isMet, rounded, type Figures, type Goal } from "./goals";

/** Key, value, goal, and whether it is met; notes below. */
export function renderTable(figures: Figures, { colour }: { colour: boolean }): string {
  const found = goalsOf(figures);
  const rows = found.map((goal) => row(goal, figures[goal.key] as number));
  const header: Row = { key: "key", value: "value", goal: "goal", met: "met?" };
  const all = [header, ...rows];
  const width = (column: keyof Row) => Math.max(...all.map((line) => line[column].length));
  const [keyWidth, valueWidth, goalWidth] = [width("key"), width("value"), width("goal")];
  const style = (format: Parameters<typeof styleText>[0], text: string) =>
    // The stream is not asked: the caller knows where this goes.
    colour && text !== "" ? styleText(format, text, { validateStream: false }) : text;
  const lines = all.map((line) => {
    const cells = [line.key.padEnd(keyWidth), line.value.padStart(valueWidth), line.goal.padStart(goalWidth)];
    const met = line === header ? line.met : style(line.met === "no" ? "red" : "green", line.met);
    const text = `${cells.join("  ")}  ${met}`.trimEnd();
    return line === header ? style("bold", text) : text;
  });
  const notes = found.flatMap(({ key, note }) => (note === undefined ? [] : [`${key}: ${note}`]));
  return [...lines, "", ...notes].join("\n");
}

/** One object on one line. */
export function renderJson(figures: Figures): string {
  const entries = goalsOf(figures).map(({ key, unit }) => [key, rounded(figures[key] as number, unit)]);
  return JSON.stringify(Object.fromEntries(entries));
}

interface Row {
  readonly key: string;
  readonly value: string;
  readonly goal: string;
  readonly met: string;
}

function row(goal: Goal, value: number): Row {
  const met = isMet(goal, value);
  return {
    key: goal.key,
    value: inWords(value, goal),
    goal: goalInWords(goal),
    met: met === undefined ? "" : met ? "yes" : "no",
  };
}

function goalInWords(goal: Goal): string {
  if (goal.atMost !== undefined) return `<= ${inWords(goal.atMost, goal)}`;
  return goal.atLeast === undefined ? "" : `>= ${inWords(goal.atLeast, goal)}`;
}

function inWords(value: number, { unit }: Goal): string {
  const number = rounded(value, unit).toLocaleString("en", { maximumFractionDigits: 3 });
  return unit === "bytes" || unit === "ms" || unit === "seconds" ? `${number} ${unit}` : number;
}
