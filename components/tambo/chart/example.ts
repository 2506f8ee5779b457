/** What the demo model answers with a chart. */
export const chartExample = {
  verb: "draw charts",
  example: "Show revenue by region",
  words: /\b(revenue|charts?|trends?)\b/i,
  show: () => ({
    text: "Every region grew. **Europe** gained the most in absolute terms, **Asia Pacific** the fastest: up 55\u00a0% since April.",
    props: {
      title: "Revenue by region",
      kind: "bar",
      unit: "Thousand euro",
      labels: ["Apr", "May", "Jun", "Jul", "Aug", "Sep"],
      series: [
        { name: "Europe", values: [212, 226, 241, 238, 259, 284] },
        { name: "Americas", values: [148, 151, 150, 162, 171, 178] },
        { name: "Asia Pacific", values: [96, 104, 118, 127, 131, 149] },
      ],
    },
  }),
};
