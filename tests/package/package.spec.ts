import { describeCommand } from "./command";
import { describeConsumers } from "./consumers";
import { installation } from "./installation";
import { describePlaces } from "./places";
import { describeTarball } from "./tarball";
import { describeTypes } from "./types";

describe("The package, packed and installed", function () {
  this.timeout(300_000);
  const installed = installation();

  describeTarball(installed);
  describeTypes(installed);
  describeCommand(installed);
  describePlaces(installed);
  describeConsumers(installed);
});
