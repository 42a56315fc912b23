import { test } from "node:test";
test("the house stands", () => {});
