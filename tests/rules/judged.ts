import type { Problem } from "../../provider/rules/core/problem";

export const pathsOf = (problems: readonly Problem[]): string[] => problems.map(({ path }) => path);

export const reasonsOf = (problems: readonly Problem[]): string => problems.map(({ reason }) => reason).join("\n");
