import { array, type infer as Infer, int, number, object, record, string } from "zod";

export const HIGHEST_WEIGHT = 5;
export const HIGHEST_SCORE = 5;

const option = object({
  id: string().min(1).max(40).describe("Short name of the option, unique in the comparison"),
  name: string().min(1).max(60).describe("The option, as people call it"),
});

const criterion = object({
  id: string().min(1).max(40).describe("Short name of the criterion, unique in the comparison"),
  label: string().min(1).max(60).describe("What is judged"),
  weight: int()
    .min(1)
    .max(HIGHEST_WEIGHT)
    .describe("How much it matters, 1 to 5; the user changes it"),
});

const score = object({
  option: string().min(1).max(40).describe("Id of the option"),
  criterion: string().min(1).max(40).describe("Id of the criterion"),
  score: number().min(0).max(HIGHEST_SCORE).describe("0 is worst, 5 is best"),
  why: string().max(120).describe("The reason, in a few words"),
});

/** All of it matters; send it in this order, so that scores can appear one by one. */
export const comparisonProps = object({
  title: string().min(1).max(80).describe("What is to be decided"),
  options: array(option).max(4).describe("Two to four things to choose from"),
  criteria: array(criterion).max(10).describe("Two to ten criteria, the weightiest first"),
  scores: array(score).max(40).describe("One score for each option and criterion"),
});

export const comparisonState = object({
  /** By id of the criterion, where the user set one. */
  weights: record(string(), number()).catch({}),
  /** The id of the option the user chose. */
  choice: string().nullable().catch(null),
});
export type ComparisonState = Infer<typeof comparisonState>;
