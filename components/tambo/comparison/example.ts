const hosts = ["Acme Cloud", "Borealis", "Cumulus"];
/** Each with its weight, and with a score and its reason for each host. */
const criteria: [label: string, weight: number, ...scores: [score: number, why: string][]][] = [
  ["Price", 5, [4.5, "1,900 a month"], [2.5, "3,100 a month"], [3.5, "2,400 a month"]],
  ["Speed", 4, [3, "120 ms from here"], [4.5, "40 ms from here"], [4, "60 ms from here"]],
  ["Support", 3, [2, "By mail, next day"], [5, "By phone, always"], [3, "By chat, in the day"]],
  ["Data stays in Europe", 3, [2, "On request, dearer"], [5, "Always"], [4, "By default"]],
  ["Effort to move", 2, [4, "Two days"], [2, "Two weeks"], [3, "One week"]],
  ["Way out", 1, [3, "Export as SQL"], [4, "Open formats"], [2, "Own formats"]],
];

/** What the demo model answers with a comparison. */
export const comparisonExample = {
  verb: "compare",
  example: "Compare three offers",
  words: /\b(compare|which|decide)\b/i,
  show: () => ({
    text: "3 offers on 6 criteria. Set what matters to you and the totals follow; then choose one.",
    props: {
      title: "Three hosting offers",
      options: hosts.map((name, host) => ({ id: `h${host}`, name })),
      criteria: criteria.map(([label, weight], index) => ({ id: `c${index}`, label, weight })),
      scores: hosts.flatMap((_, host) =>
        criteria.map(([, , ...scores], index) => {
          const [score, why] = scores[host] ?? [];
          return { option: `h${host}`, criterion: `c${index}`, score, why };
        }),
      ),
    },
  }),
};
