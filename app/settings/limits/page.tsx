import { z } from "zod";
import { SettingsFrame, SettingsSection } from "#components/settings/settings-frame.tsx";
import { SettingsTable } from "#components/settings/settings-table.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { X } from "#components/ui/icons.tsx";
import { PageLink } from "#components/ui/page-link.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { ownerName } from "#lib/admin/owners.ts";
import { type Limits, listSetLimits, readLimits, toGuestLimits } from "#lib/usage/limits.ts";
import { listUsage } from "#lib/usage/list-usage.ts";
import { DAYS_KEPT } from "#lib/usage/note-usage.ts";
import { adminName, adminTitle, currentAdmin } from "../../current-admin.ts";
import { addressOf, type PageProps, parameter } from "../search-params.ts";

const PAGE = 50;
const NAMES: Record<keyof Limits, string> = {
  RUN_LIMIT: "Answers of a user in an hour",
  DAILY_TOKEN_LIMIT: "Tokens of a user in a day",
  DAILY_TOKEN_BUDGET: "Tokens of all users in a day",
};

const query = z.object({
  owner: parameter(z.string().length(22)),
  day: parameter(z.iso.date()),
  tokens: parameter(z.coerce.number().int().min(0)),
  after: parameter(z.string().max(22)),
});

const count = (number: number) => (
  <span className="tabular-nums">{number.toLocaleString("en-GB")}</span>
);

export const generateMetadata = () => adminTitle("Limits");

export default async function LimitsPage({ searchParams }: PageProps) {
  const admin = await currentAdmin();
  const { owner, day, tokens, after } = query.parse(await searchParams);
  const isLater = day !== undefined && tokens !== undefined && after !== undefined;
  const found = await listUsage(admin.projectId, PAGE + 1, {
    ownerId: owner,
    after: isLater ? { day, tokens, ownerId: after } : undefined,
  });
  const shown = found.slice(0, PAGE);
  const last = shown.at(-1);
  const limits = readLimits();
  const ofGuests: Partial<Limits> = { ...toGuestLimits(limits), DAILY_TOKEN_BUDGET: undefined };
  const set = listSetLimits();
  return (
    <SettingsFrame
      title="Limits"
      intro={`What people may use of the model, and what they used. Days are by UTC, and ${DAYS_KEPT} of them are kept.`}
      admin={adminName(admin)}
    >
      <SettingsSection title="In force">
        <SettingsTable
          caption="Limits in force"
          empty=""
          items={(Object.keys(NAMES) as (keyof Limits)[]).map((id) => ({ id }))}
          columns={{
            Limit: ({ id }) => NAMES[id],
            "At most": ({ id }) => count(limits[id]),
            "For a guest": ({ id }) => (ofGuests[id] === undefined ? "–" : count(ofGuests[id])),
            "Set by": ({ id }) => (
              <>
                <code className="text-help">{id}</code>
                {set.includes(id) ? "" : ", by default"}
              </>
            ),
          }}
        />
      </SettingsSection>
      <SettingsSection
        title="Used"
        text="Names of threads and suggestions cost tokens, too, and are no answers. Answers that were cut off are estimated."
        tools={
          owner && (
            <PageLink href={addressOf("limits", {})}>
              <Tag icon={X}>Only {owner}</Tag>
            </PageLink>
          )
        }
      >
        <SettingsTable
          caption="Usage by day and user"
          empty="Nothing has been used."
          items={shown.map((used) => ({ ...used, id: `${used.day} ${used.ownerId}` }))}
          columns={{
            Day: ({ day }) => (
              <time dateTime={day} className="whitespace-nowrap tabular-nums">
                {day}
              </time>
            ),
            User: ({ ownerId: id, name, email }) =>
              id ? (
                <PageLink href={addressOf("limits", { owner: id })} className="underline">
                  {ownerName({ id, name, email })}
                </PageLink>
              ) : (
                <strong className="font-medium">Everybody</strong>
              ),
            Answers: ({ runs }) => count(runs),
            "Tokens read": ({ inputTokens }) => count(inputTokens),
            "Tokens written": ({ outputTokens }) => count(outputTokens),
            Errors: ({ errors }) => count(errors),
          }}
        />
        {last && found.length > PAGE && (
          <PageLink
            href={addressOf("limits", {
              owner,
              day: last.day,
              tokens: last.tokens,
              after: last.ownerId,
            })}
            className={buttonClass({ variant: "outline" })}
          >
            Older
          </PageLink>
        )}
      </SettingsSection>
    </SettingsFrame>
  );
}
