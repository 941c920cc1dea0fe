import { describeCommand } from "./command";
import { Installations, usual } from "./installation";
import { describePlaces } from "./places";
import { describeRequirements } from "./requirements";
import { describeTarball } from "./tarball";

describe("The package, packed and installed", function () {
  this.timeout(300_000);
  let installations: Installations;
  const installed = { folder: "" };
  before(async () => {
    installations = await Installations.create();
    installed.folder = await installations.project(usual);
  });
  after(() => installations.remove());

  describeTarball(installed);
  describeCommand(installed);
  describePlaces(installed);
  describeRequirements(installed, (version) => installations.node(version));
});
