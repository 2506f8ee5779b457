import { z } from "zod";
import { ChoiceLinks } from "#components/settings/choice-links.tsx";
import { HourlyBars } from "#components/settings/hourly-bars.tsx";
import { SettingsFrame, SettingsSection } from "#components/settings/settings-frame.tsx";
import { SettingsTable } from "#components/settings/settings-table.tsx";
import { Time } from "#components/settings/time.tsx";
import { buttonClass } from "#components/ui/button.tsx";
import { Check, X } from "#components/ui/icons.tsx";
import { PageLink } from "#components/ui/page-link.tsx";
import { Tag } from "#components/ui/tag.tsx";
import { type ActivityKind, countExchangesPerHour, listActivity } from "#lib/admin/activity.ts";
import { appEnv } from "#lib/base/env.ts";
import { adminName, adminTitle, currentAdmin } from "../../current-admin.ts";
import { type PageProps, parameter } from "../search-params.ts";

const PAGE = 50;
const ONE_DAY = 86_400_000; // milliseconds
const PERIODS = { "24h": 1, "7d": 7, "30d": 30 };
const OUTCOMES = { all: "All", ok: "Accepted", refused: "Refused" };
const TAGS = {
  ok: { tone: "ok", icon: Check },
  refused: { tone: "danger", icon: X },
} as const;

const KINDS: Record<ActivityKind, string> = {
  exchange: "Token exchange",
  "admin.claimed": "Became admin",
  "admin.added": "Admin added by command",
  "admin.removed": "Admin removed",
  "api_key.created": "API key created",
  "invitation.made": "Invitation made",
  "invitation.accepted": "Invitation accepted",
  "invitation.withdrawn": "Invitation withdrawn",
  "api_key.revoked": "API key revoked",
  "api_key.changed": "API key changed",
  "issuer.added": "Issuer added",
  "issuer.changed": "Issuer changed",
  "issuer.removed": "Issuer removed",
  "strategy.changed": "Strategy changed",
  "user.signed_out": "User signed out",
  "user.deleted": "User deleted",
};

const query = z.object({
  period: parameter(z.enum(["24h", "7d", "30d"])),
  outcome: parameter(z.enum(["ok", "refused"])),
  owner: parameter(z.string().max(22)),
  before: parameter(z.coerce.number().int().positive()),
});
type Query = z.infer<typeof query>;

function address(asked: Query, changes: { [Name in keyof Query]: string | number }): string {
  const entries = Object.entries({ ...asked, ...changes }).filter(([, value]) => value);
  return `/settings/activity?${new URLSearchParams(entries as [string, string][])}`;
}

export const generateMetadata = () => adminTitle("Activity");

export default async function ActivityPage({ searchParams }: PageProps) {
  const admin = await currentAdmin();
  const asked = query.parse(await searchParams);
  const until = new Date();
  const period = asked.period ?? "24h";
  const since = new Date(until.getTime() - PERIODS[period] * ONE_DAY);
  const filter = {
    outcome: asked.outcome,
    ownerId: asked.owner || undefined,
    before: asked.before,
  };
  const [hours, entries] = await Promise.all([
    countExchangesPerHour(admin.projectId, since),
    listActivity(admin.projectId, filter, PAGE + 1),
  ]);
  const shown = entries.slice(0, PAGE);
  const firstPage = { ...asked, before: undefined };
  return (
    <SettingsFrame
      title="Activity"
      intro={`Exchanges and changes of these settings. Kept for ${appEnv().ACTIVITY_DAYS} days.`}
      admin={adminName(admin)}
    >
      <SettingsSection
        title="Exchanges per hour"
        tools={
          <ChoiceLinks
            label="Period"
            options={Object.keys(PERIODS).map((label) => ({
              label,
              href: address(firstPage, { period: label }),
              isChosen: label === period,
            }))}
          />
        }
      >
        <HourlyBars {...{ hours, since, until }} />
      </SettingsSection>
      <SettingsSection
        title="What happened"
        tools={
          <div className="flex flex-wrap items-center gap-2">
            {asked.owner && (
              <PageLink href={address(firstPage, { owner: undefined })}>
                <Tag icon={X}>Only {asked.owner}</Tag>
              </PageLink>
            )}
            <ChoiceLinks
              label="Outcome"
              options={Object.entries(OUTCOMES).map(([outcome, label]) => ({
                label,
                href: address(firstPage, { outcome: outcome === "all" ? undefined : outcome }),
                isChosen: outcome === (asked.outcome ?? "all"),
              }))}
            />
          </div>
        }
      >
        <SettingsTable
          caption="Activity"
          columns={["Time", "What", "Outcome", "User", "Issuer", "Detail"]}
          empty="No entries match."
          rows={shown.map((entry) => ({
            key: String(entry.id),
            cells: {
              Time: <Time at={entry.at} />,
              What: KINDS[entry.kind as ActivityKind] ?? entry.kind,
              Outcome: <Tag {...TAGS[entry.outcome]}>{OUTCOMES[entry.outcome]}</Tag>,
              User: entry.ownerId && (
                <PageLink
                  href={address(firstPage, { owner: entry.ownerId })}
                  className="font-mono text-help underline"
                >
                  {entry.ownerId}
                </PageLink>
              ),
              Issuer: <span className="font-mono text-help">{entry.issuer}</span>,
              Detail: entry.detail,
            },
          }))}
        />
        {entries.length > PAGE && (
          <PageLink
            href={address(asked, { before: shown.at(-1)?.id })}
            className={buttonClass({ variant: "outline" })}
          >
            Older
          </PageLink>
        )}
      </SettingsSection>
    </SettingsFrame>
  );
}
