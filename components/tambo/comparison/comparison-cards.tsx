import type { ComparisonPartProps } from "./comparison-table.tsx";
import { ChooseButton, ScoreText, TotalText } from "./option-parts.tsx";
import { WeightControl } from "./weight-control.tsx";

/** The weights, and one card for each option: what fits a phone. */
export function ComparisonCards(given: ComparisonPartProps) {
  const { weighed, leaders, choice, isOff, onWeight, onChoice } = given;
  const { options, criteria, isGrowing } = weighed;
  return (
    <div className="space-y-3 px-3 pb-3">
      <ul aria-label="Weights" className="space-y-1">
        {criteria.map((criterion) => (
          <li key={criterion.id} className="grid grid-cols-2 items-center gap-3 text-help">
            <span>{criterion.label}</span>
            <WeightControl
              criterion={criterion}
              isOff={isOff}
              onChange={(weight) => onWeight(criterion.id, weight)}
            />
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
            <TotalText option={option} isLeading={!isGrowing && leaders.includes(option.id)} />
            <ChooseButton
              option={option}
              isChosen={choice === option.id}
              isOff={isOff}
              onChoose={(isChosen) => onChoice(isChosen ? option.id : null)}
            />
          </div>
          <dl className="grid grid-cols-2 gap-x-3 gap-y-2 pt-2 text-control">
            {criteria.map(({ id, label }) => (
              <div key={id} className="contents">
                <dt className="text-quiet">{label}</dt>
                <dd>
                  <ScoreText option={option} criterion={id} isGrowing={isGrowing} />
                </dd>
              </div>
            ))}
          </dl>
        </section>
      ))}
    </div>
  );
}
