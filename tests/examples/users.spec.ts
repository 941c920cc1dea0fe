import { describeExamples } from "./exampleStory";
import { groups } from "./exampleTable";

describe("Examples of tokens of users", () => describeExamples(groups.users));
