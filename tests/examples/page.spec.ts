import { describeExamples } from "./exampleStory";
import { groups } from "./exampleTable";

describe("Examples of AWS's page", () => describeExamples(groups.page, { byHand: true }));
