import { formatNumber } from "../block/format.ts";
import {
  ChooseButton,
  type ComparisonProps,
  ScoreText,
  TotalText,
  WeightControl,
} from "./comparison-parts.tsx";

const CELL = "min-w-32 px-3 py-2 text-left align-top font-normal";

/** The options side by side, for screens that have the room. */
export function ComparisonTable(given: ComparisonProps) {
  const { title, options, criteria } = given.weighed;
  return (
    <table className="w-full text-control">
      <caption className="sr-only">{title}</caption>
      <thead className="bg-sunken">
        <tr>
          <th scope="col" className={`${CELL} text-meta font-medium! text-quiet`}>
            Criterion and weight
          </th>
          {options.map((option) => (
            <th key={option.id} scope="col" className={CELL}>
              <span className="block font-semibold">{option.name}</span>
              <ChooseButton {...given} option={option} />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {criteria.map((criterion) => (
          <tr key={criterion.id} className="border-t border-line">
            <th scope="row" className={CELL}>
              <span className="block font-medium">{criterion.label}</span>
              <WeightControl {...given} criterion={criterion} />
              <span className="hidden text-quiet print:inline">
                {`Weight ${formatNumber(criterion.weight)}`}
              </span>
            </th>
            {options.map((option) => (
              <td key={option.id} className={CELL}>
                <ScoreText {...given} {...{ option, criterion }} />
              </td>
            ))}
          </tr>
        ))}
      </tbody>
      <tfoot className="border-t border-line-strong">
        <tr>
          <th scope="row" className={`${CELL} font-medium!`}>
            Total of 5
          </th>
          {options.map((option) => (
            <td key={option.id} className={CELL}>
              <TotalText {...given} option={option} />
            </td>
          ))}
        </tr>
      </tfoot>
    </table>
  );
}

/** The weights, and one card for each option: what fits a phone. */
export function ComparisonCards(given: ComparisonProps) {
  const { options, criteria } = given.weighed;
  return (
    <div className="space-y-3 px-3 pb-3">
      <ul aria-label="Weights" className="space-y-1">
        {criteria.map((criterion) => (
          <li key={criterion.id} className="grid grid-cols-2 items-center gap-3 text-help">
            <span>{criterion.label}</span>
            <WeightControl {...given} criterion={criterion} />
          </li>
        ))}
      </ul>
      {options.map((option) => (
        <section
          key={option.id}
          aria-label={option.name}
          className="rounded-control border border-line bg-canvas p-3"
        >
          <h4 className="font-semibold text-control">{option.name}</h4>
          <div className="flex items-center justify-between gap-3 text-control">
            <TotalText {...given} option={option} />
            <ChooseButton {...given} option={option} />
          </div>
          <dl className="grid grid-cols-2 gap-x-3 gap-y-2 pt-2 text-control">
            {criteria.map((criterion) => (
              <div key={criterion.id} className="contents">
                <dt className="text-quiet">{criterion.label}</dt>
                <dd>
                  <ScoreText {...given} {...{ option, criterion }} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}
