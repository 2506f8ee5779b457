const options = [
  { id: "acme", name: "Acme Cloud" },
  { id: "borealis", name: "Borealis" },
  { id: "cumulus", name: "Cumulus" },
];
const criteria = [
  { id: "price", label: "Price", weight: 5 },
  { id: "speed", label: "Speed", weight: 4 },
  { id: "support", label: "Support", weight: 3 },
  { id: "privacy", label: "Data stays in Europe", weight: 3 },
  { id: "move", label: "Effort to move", weight: 2 },
  { id: "exit", label: "Way out", weight: 1 },
];
/** By option, in the order of the criteria. */
const judgements: Record<string, [number, string][]> = {
  acme: [
    [4.5, "1,900 a month"],
    [3, "120 ms from here"],
    [2, "By mail, next day"],
    [2, "On request, dearer"],
    [4, "Two days"],
    [3, "Export as SQL"],
  ],
  borealis: [
    [2.5, "3,100 a month"],
    [4.5, "40 ms from here"],
    [5, "By phone, at any hour"],
    [5, "Always"],
    [2, "Two weeks"],
    [4, "Open formats"],
  ],
  cumulus: [
    [3.5, "2,400 a month"],
    [4, "60 ms from here"],
    [3, "By chat, in the day"],
    [4, "By default"],
    [3, "One week"],
    [2, "Own formats"],
  ],
};

/** Three offers on six criteria. */
export const offers = {
  text: `${options.length} offers on ${criteria.length} criteria. Set what matters to you and the totals follow; then choose one.`,
  props: {
    title: "Three hosting offers",
    options,
    criteria,
    scores: options.flatMap(({ id: option }) =>
      criteria.flatMap(({ id: criterion }, index) => {
        const [score, why] = judgements[option]?.[index] ?? [];
        return score === undefined ? [] : [{ option, criterion, score, why }];
      }),
    ),
  },
};
