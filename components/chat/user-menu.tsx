"use client";

import { ChevronsUpDown, LogOut, Monitor, MonitorX, Moon, Sun } from "lucide-react";
import { useRef, useState } from "react";
import { Avatar } from "#components/ui/avatar.tsx";
import {
  Menu,
  MenuChoice,
  MenuContent,
  MenuItem,
  MenuLabel,
  MenuSeparator,
  MenuTrigger,
} from "#components/ui/menu.tsx";
import { applyTheme, readTheme, type Theme } from "#lib/client/theme.ts";
import { announceSignOut } from "#lib/client/use-user-token.ts";
import { displayName, useChatInfo } from "./chat-info.tsx";
import { ConfirmDialog } from "./confirm-dialog.tsx";
import { clearDrafts } from "./drafts.ts";

const THEME_OPTIONS = [
  { value: "light" as const, label: "Light", icon: Sun },
  { value: "dark" as const, label: "Dark", icon: Moon },
  { value: "system" as const, label: "As the system", icon: Monitor },
];

/** The account: who is signed in, the theme, and the two ways to sign out. */
export function UserMenu() {
  const { user } = useChatInfo();
  const [theme, setTheme] = useState<Theme>();
  const [isConfirming, setConfirming] = useState(false);
  const trigger = useRef<HTMLButtonElement>(null);
  const form = useRef<HTMLFormElement>(null);
  const everywhere = useRef<HTMLInputElement>(null);
  const name = displayName(user);

  function signOut(fromEverywhere: boolean) {
    clearDrafts();
    announceSignOut();
    if (everywhere.current) everywhere.current.value = String(fromEverywhere);
    // A form, not fetch: a hosted provider answers with a redirect to a page of its own.
    form.current?.submit();
  }

  return (
    <>
      {/* The theme is read when the menu opens: until then only the page itself has to know it. */}
      <Menu
        onOpenChange={(open) => open && setTheme(readTheme(document.documentElement.dataset.theme))}
      >
        <MenuTrigger
          ref={trigger}
          className="flex w-full items-center gap-2.5 rounded-control p-1.5 text-left hover:bg-line/50"
        >
          <Avatar name={name} />
          <span className="min-w-0 flex-1">
            <span className="block truncate text-control font-medium">
              <span className="sr-only">Account: </span>
              {name}
            </span>
            {user?.email && user.email !== name ? (
              <span className="block truncate text-meta text-muted">{user.email}</span>
            ) : null}
          </span>
          <ChevronsUpDown size={16} aria-hidden className="shrink-0 text-muted" />
        </MenuTrigger>
        <MenuContent
          align="start"
          side="top"
          className="z-50 w-64 rounded-card border border-line bg-surface p-1 text-ink shadow-lg"
        >
          <MenuLabel>Theme</MenuLabel>
          <MenuChoice
            label="Theme"
            value={theme ?? "system"}
            options={THEME_OPTIONS}
            onChange={(chosen) => {
              applyTheme(chosen);
              setTheme(chosen);
            }}
          />
          <MenuSeparator />
          <MenuItem icon={LogOut} onSelect={() => signOut(false)}>
            Sign out
          </MenuItem>
          <MenuItem icon={MonitorX} onSelect={() => setConfirming(true)}>
            Sign out everywhere
          </MenuItem>
        </MenuContent>
      </Menu>
      <form ref={form} method="post" action="/sign-out" hidden>
        <input ref={everywhere} type="hidden" name="everywhere" />
      </form>
      <ConfirmDialog
        isOpen={isConfirming}
        title="Sign out everywhere?"
        text="Every browser and device of this account is signed out within a second, this one too. Your threads are kept."
        confirmLabel="Sign out everywhere"
        onConfirm={() => signOut(true)}
        onClose={() => {
          setConfirming(false);
          // The menu item that opened it has gone.
          trigger.current?.focus();
        }}
      />
    </>
  );
}
