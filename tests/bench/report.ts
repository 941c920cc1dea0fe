/** The report of a gateway with a hundred targets, by the command that users run. */
import { mkdtempSync, rmSync, writeFileSync } from "node:fs";
import { tmpdir } from "node:os";
import { join } from "node:path";
import { performance } from "node:perf_hooks";
import { start } from "../cli/command";
import { recordGroup } from "../report/recordings";
import type { Figures } from "./goals";
import { expectThat } from "./stack";
import { median } from "./statistics";

const runs = 5;

/** Reports the first deployment, and one target more. The figures are those of the larger report. */
export async function measureReport(): Promise<Figures> {
  const { previews } = await recordGroup(100);
  const folder = mkdtempSync(join(tmpdir(), "outbound-auth-report-"));
  try {
    const measured = [];
    for (const [name, { text }] of Object.entries(previews)) {
      const file = join(folder, `${name}.json`);
      writeFileSync(file, text);
      measured.push(await measureCommand(file));
    }
    return {
      "report100.seconds": Math.max(...measured.map(({ seconds }) => seconds)),
      "report100.characters": Math.max(...measured.map(({ characters }) => characters)),
    };
  } finally {
    rmSync(folder, { recursive: true, force: true });
  }
}

async function measureCommand(file: string): Promise<{ seconds: number; characters: number }> {
  const seconds: number[] = [];
  let characters = 0;
  for (let run = 0; run < runs; run++) {
    const started = performance.now();
    const command = start(["report", file]);
    expectThat((await command.ended) === 0, command.stderr);
    seconds.push((performance.now() - started) / 1000);
    characters = command.stdout.length;
  }
  return { seconds: median(seconds), characters };
}
