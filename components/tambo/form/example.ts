const required = true;
const help = "One sentence, such as “Export stops after 1,000 rows”";
const options = ["Cosmetic", "Annoying", "Work stops"];

/** What the demo model answers with a form. */
export const formExample = {
  verb: "ask for facts",
  example: "Collect a bug report",
  words: /\b(bug report|collect|survey|invite)\b/i,
  show: () => ({
    text: "Five questions are enough to begin with. Your answers come back here as a message.",
    props: {
      title: "Bug report",
      purpose: "What the team needs to find it again",
      submitLabel: "Send report",
      fields: [
        {
          name: "summary",
          label: "What goes wrong?",
          type: "text",
          required,
          min: 5,
          max: 120,
          help,
        },
        { name: "severity", label: "How bad is it?", type: "select", required, options },
        { name: "since", label: "Since when?", type: "date" },
        { name: "steps", label: "How does it happen?", type: "textarea", max: 1_000 },
        { name: "mayContact", label: "You may ask me about it", type: "checkbox" },
      ],
    },
  }),
};
