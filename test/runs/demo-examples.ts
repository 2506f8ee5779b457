import { examples } from "#components/tambo/examples.ts";
import { setDemoExamples } from "#lib/runs/models/demo/examples.ts";

setDemoExamples(examples);
