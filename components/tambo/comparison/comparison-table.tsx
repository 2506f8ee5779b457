import { formatNumber } from "../block/format.ts";
import { ChooseButton, ScoreText, TotalText } from "./option-parts.tsx";
import type { Weighed } from "./weigh-options.ts";
import { WeightControl } from "./weight-control.tsx";

export interface ComparisonPartProps {
  weighed: Weighed;
  leaders: string[];
  choice: string | null;
  isOff: boolean;
  onWeight: (criterion: string, weight: number) => void;
  onChoice: (option: string | null) => void;
}

const CELL = "min-w-32 px-3 py-2 text-left align-top font-normal";

/** The options side by side, for screens that have the room. */
export function ComparisonTable(given: ComparisonPartProps) {
  const { weighed, leaders, choice, isOff, onWeight, onChoice } = given;
  const { title, options, criteria, isGrowing } = weighed;
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
              <ChooseButton
                option={option}
                isChosen={choice === option.id}
                isOff={isOff}
                onChoose={(isChosen) => onChoice(isChosen ? option.id : null)}
              />
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {criteria.map((criterion) => (
          <tr key={criterion.id} className="border-t border-line">
            <th scope="row" className={CELL}>
              <span className="block font-medium">{criterion.label}</span>
              <WeightControl
                criterion={criterion}
                isOff={isOff}
                onChange={(weight) => onWeight(criterion.id, weight)}
              />
              <span className="hidden text-quiet print:inline">
                {`Weight ${formatNumber(criterion.weight)}`}
              </span>
            </th>
            {options.map((option) => (
              <td key={option.id} className={CELL}>
                <ScoreText option={option} criterion={criterion.id} isGrowing={isGrowing} />
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
              <TotalText option={option} isLeading={!isGrowing && leaders.includes(option.id)} />
            </td>
          ))}
        </tr>
      </tfoot>
    </table>
  );
}
