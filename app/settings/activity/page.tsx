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
import { addressOf, type PageProps, parameter } from "../search-params.ts";

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
  owner: parameter(z.string().min(1).max(22)),
  before: parameter(z.coerce.number().int().positive()),
});

export const generateMetadata = () => adminTitle("Activity");

export default async function ActivityPage({ searchParams }: PageProps) {
  const admin = await currentAdmin();
  const asked = query.parse(await searchParams);
  const until = new Date();
  const period = asked.period ?? "24h";
  const since = new Date(until.getTime() - PERIODS[period] * ONE_DAY);
  const filter = { outcome: asked.outcome, ownerId: asked.owner, before: asked.before };
  const [hours, entries] = await Promise.all([
    countExchangesPerHour(admin.projectId, since),
    listActivity(admin.projectId, filter, PAGE + 1),
  ]);
  const shown = entries.slice(0, PAGE);
  const firstPage = (changes: { [Name in keyof typeof asked]?: string }) =>
    addressOf("activity", { ...asked, before: undefined, ...changes });
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
              href: firstPage({ period: label }),
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
              <PageLink href={firstPage({ owner: undefined })}>
                <Tag icon={X}>Only {asked.owner}</Tag>
              </PageLink>
            )}
            <ChoiceLinks
              label="Outcome"
              options={Object.entries(OUTCOMES).map(([outcome, label]) => ({
                label,
                href: firstPage({ outcome: outcome === "all" ? undefined : outcome }),
                isChosen: outcome === (asked.outcome ?? "all"),
              }))}
            />
          </div>
        }
      >
        <SettingsTable
          caption="Activity"
          empty="No entries match."
          items={shown}
          columns={{
            Time: ({ at }) => <Time at={at} />,
            What: ({ kind }) => KINDS[kind as ActivityKind] ?? kind,
            Outcome: ({ outcome }) => <Tag {...TAGS[outcome]}>{OUTCOMES[outcome]}</Tag>,
            User: ({ ownerId }) =>
              ownerId && (
                <PageLink
                  href={firstPage({ owner: ownerId })}
                  className="font-mono text-help underline"
                >
                  {ownerId}
                </PageLink>
              ),
            Issuer: ({ issuer }) => <span className="font-mono text-help">{issuer}</span>,
            Detail: ({ detail }) => detail,
          }}
        />
        {entries.length > PAGE && (
          <PageLink
            href={addressOf("activity", { ...asked, before: shown.at(-1)?.id })}
            className={buttonClass({ variant: "outline" })}
          >
            Older
          </PageLink>
        )}
      </SettingsSection>
    </SettingsFrame>
  );
}
