import { describeExamples } from "./exampleStory";
import { groups } from "./exampleTable";

describe("Examples of AWS's own services", () => describeExamples(groups.aws));
