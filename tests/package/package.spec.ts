import { describeCommand } from "./command";
import { describeConsumers, oneOfEach } from "./consumers";
import { installation, oldestPeers } from "./installation";
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

describe("The package, with the oldest peers that it accepts", function () {
  this.timeout(300_000);
  describeConsumers(installation(oldestPeers()), oneOfEach);
});
