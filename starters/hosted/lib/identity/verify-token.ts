export const LONGEST_TOKEN = 16 * 1_024; // characters
