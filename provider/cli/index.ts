#!/usr/bin/env node
import { Command } from "commander";
import { packageName, version } from "../version";
import { addDoctorCommand } from "./doctor";
import { addGraphCommand } from "./graph";
import { addImportFileCommand } from "./importFile";
import { addLocalCommand } from "./local";
import { addReportCommand } from "./report";
import { addSandboxCommand } from "./sandbox";

const program = new Command("agentcore-outbound-auth")
  .description(`Commands of the Pulumi package ${packageName}.`)
  .version(version);
addLocalCommand(program);
addImportFileCommand(program);
addReportCommand(program);
addGraphCommand(program);
addDoctorCommand(program);
addSandboxCommand(program);

void program.parseAsync();
