import { describeExamples } from "./exampleStory";
import { groups } from "./exampleTable";

describe("Examples of tokens for the gateway itself", () => describeExamples(groups.machines));
