// The largest memory of the engine's Node.js processes, from /proc. Only Linux has it.
import { readdirSync, readFileSync, readlinkSync } from "node:fs";

/** Part of the command line of each process. */
const commands = { program: "@pulumi/pulumi/cmd/run", provider: "@pulumi/pulumi/cmd/dynamic-provider" };
export type NodeProcess = keyof typeof commands;

/** Largest resident memory in bytes; 0 for a process that did not run. */
export type PeakMemory = Record<NodeProcess, number>;

/** Calls `work`, and watches the processes that work in the folder meanwhile. */
export async function withPeakMemory<T>(folder: string, work: () => Promise<T>): Promise<T & { memory: PeakMemory }> {
  const memory: PeakMemory = { program: 0, provider: 0 };
  const timer = setInterval(() => {
    for (const { process, bytes } of processesIn(folder)) memory[process] = Math.max(memory[process], bytes);
  }, 100);
  try {
    return { ...(await work()), memory };
  } finally {
    clearInterval(timer);
  }
}

function processesIn(folder: string): { process: NodeProcess; bytes: number }[] {
  return readdirSync("/proc").flatMap((pid) => {
    if (!/^\d+$/.test(pid)) return [];
    try {
      if (!readlinkSync(`/proc/${pid}/cwd`).startsWith(folder)) return [];
      const command = readFileSync(`/proc/${pid}/cmdline`, "utf8");
      const process = (Object.keys(commands) as NodeProcess[]).find((name) => command.includes(commands[name]));
      // The kernel keeps the largest value of the process.
      const peak = /^VmHWM:\s+(\d+) kB$/m.exec(readFileSync(`/proc/${pid}/status`, "utf8"))?.[1];
      return process === undefined || peak === undefined ? [] : [{ process, bytes: Number(peak) * 1024 }];
    } catch {
      // The process has ended, or belongs to another user.
      return [];
    }
  });
}
