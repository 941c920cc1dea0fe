import { describeExamples } from "./exampleStory";
import { groups } from "./exampleTable";

describe("Examples of many", () => describeExamples(groups.many));
