#!/usr/bin/env node
import { readFileSync } from "node:fs";
import { join } from "node:path";
import { Command } from "commander";
import { addImportFileCommand } from "./importFile";
import { addLocalCommand } from "./local";

const { version } = JSON.parse(readFileSync(join(__dirname, "../../../package.json"), "utf8")) as { version: string };

const program = new Command("agentcore-outbound-auth")
  .description("Commands of the Pulumi package pulumi-agentcore-outbound-auth.")
  .version(version);
addLocalCommand(program);
addImportFileCommand(program);

void program.parseAsync();
