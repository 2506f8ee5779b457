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
import { type PageProps, parameter } from "../search-params.ts";

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

function address(values: Record<string, string | number | undefined>): string {
  const given = Object.entries(values).filter(([, value]) => value !== undefined);
  return `/settings/limits?${new URLSearchParams(given as [string, string][])}`;
}

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
          columns={["Limit", "At most", "For a guest", "Set by"]}
          empty=""
          rows={(Object.keys(NAMES) as (keyof Limits)[]).map((name) => ({
            key: name,
            cells: {
              Limit: NAMES[name],
              "At most": count(limits[name]),
              "For a guest": ofGuests[name] === undefined ? "–" : count(ofGuests[name]),
              "Set by": (
                <>
                  <code className="text-help">{name}</code>
                  {set.includes(name) ? "" : ", by default"}
                </>
              ),
            },
          }))}
        />
      </SettingsSection>
      <SettingsSection
        title="Used"
        text="Names of threads and suggestions cost tokens, too, and are no answers. Answers that were cut off are estimated."
        tools={
          owner && (
            <PageLink href={address({})}>
              <Tag icon={X}>Only {owner}</Tag>
            </PageLink>
          )
        }
      >
        <SettingsTable
          caption="Usage by day and user"
          columns={["Day", "User", "Answers", "Tokens read", "Tokens written", "Errors"]}
          empty="Nothing has been used."
          rows={shown.map((used) => ({
            key: `${used.day} ${used.ownerId}`,
            cells: {
              Day: (
                <time dateTime={used.day} className="whitespace-nowrap tabular-nums">
                  {used.day}
                </time>
              ),
              User: used.ownerId ? (
                <PageLink href={address({ owner: used.ownerId })} className="underline">
                  {ownerName({ id: used.ownerId, name: used.name, email: used.email })}
                </PageLink>
              ) : (
                <strong className="font-medium">Everybody</strong>
              ),
              Answers: count(used.runs),
              "Tokens read": count(used.inputTokens),
              "Tokens written": count(used.outputTokens),
              Errors: count(used.errors),
            },
          }))}
        />
        {last && found.length > PAGE && (
          <PageLink
            href={address({ owner, day: last.day, tokens: last.tokens, after: last.ownerId })}
            className={buttonClass({ variant: "outline" })}
          >
            Older
          </PageLink>
        )}
      </SettingsSection>
    </SettingsFrame>
  );
}
