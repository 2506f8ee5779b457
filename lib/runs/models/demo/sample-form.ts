/** A bug report in five questions. */
export const bugReport = {
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
        required: true,
        min: 5,
        max: 120,
        help: "One sentence, such as “Export stops after 1,000 rows”",
      },
      {
        name: "severity",
        label: "How bad is it?",
        type: "select",
        required: true,
        options: ["Cosmetic", "Annoying", "Work stops"],
      },
      { name: "since", label: "Since when?", type: "date" },
      { name: "steps", label: "How does it happen?", type: "textarea", max: 1_000 },
      { name: "mayContact", label: "You may ask me about it", type: "checkbox" },
    ],
  },
};

/** What to say once a form has come back as a message. */
export function thankFor(message: string): string {
  const [first = "", ...answers] = message.split("\n");
  const title = first.replace(/^form sent:\s*/i, "");
  const given = answers.filter((line) => !/: (–|No)$/.test(line)).length;
  const count = given === 1 ? "one answer" : `${given} answers`;
  return `Thank you. **${title}** has arrived with ${count}; the form above stays as your receipt.`;
}
