"use client";

import { useRouter } from "next/navigation";
import { useRef, useState } from "react";
import { Avatar } from "#components/ui/avatar.tsx";
import {
  Braces,
  ChevronsUpDown,
  FileText,
  Keyboard,
  LogIn,
  LogOut,
  Monitor,
  MonitorX,
  Moon,
  Settings,
  Sun,
  Trash2,
  UserRound,
} from "#components/ui/chat-icons.tsx";
import { ConfirmDialog } from "#components/ui/dialog.tsx";
import {
  Menu,
  MenuChoice,
  MenuContent,
  MenuItem,
  MenuLabel,
  MenuSeparator,
  MenuTrigger,
} from "#components/ui/menu.tsx";
import { applyTheme, readTheme } from "#components/ui/theme.ts";
import { withReturnTo } from "#lib/base/http/return-to.ts";
import { announceSignOut } from "#lib/identity/client/use-user-token.ts";
import { useChatCommands, useChatInfo } from "./chat-info.tsx";
import { clearDrafts } from "./drafts.ts";
import { useMyData } from "./use-my-data.ts";

const THEME_OPTIONS = [
  { value: "light" as const, label: "Light", icon: Sun },
  { value: "dark" as const, label: "Dark", icon: Moon },
  { value: "system" as const, label: "System", icon: Monitor },
];

/** The account: who is signed in, the theme, what is kept about the user, the keys, and the two ways to sign out. */
export function UserMenu() {
  const { config, user } = useChatInfo();
  const { exportThread, deleteAll } = useMyData();
  const { showKeys } = useChatCommands();
  const [confirming, setConfirming] = useState<"sign-out" | "deletion">();
  const form = useRef<HTMLFormElement>(null);
  const everywhere = useRef<HTMLInputElement>(null);
  const { accountPath, organizationPath } = config;
  const name = user?.name || user?.email || "Your account";
  const router = useRouter();

  function signOut(fromEverywhere: boolean) {
    clearDrafts();
    announceSignOut();
    if (everywhere.current) everywhere.current.value = String(fromEverywhere);
    // A form, not fetch: a hosted provider answers with a redirect to a page of its own.
    form.current?.submit();
  }

  const leaveToSignIn = () => location.assign(withReturnTo(config.signInPath, location.pathname));
  const closeDialog = () => setConfirming(undefined);

  async function deleteData() {
    // Every session has ended with the data; this browser's at the provider ends too.
    if (await deleteAll()) signOut(false);
    else closeDialog();
  }

  return (
    <>
      <Menu>
        <MenuTrigger className="flex w-full items-center gap-2.5 rounded-control p-1.5 text-left hover:bg-line/50">
          <Avatar name={name} />
          <span className="min-w-0 flex-1">
            <span className="block truncate text-control font-medium">
              <span className="sr-only">Account: </span>
              {name}
            </span>
            {user?.email && user.email !== name ? (
              <span className="block truncate text-meta text-quiet">{user.email}</span>
            ) : null}
          </span>
          <ChevronsUpDown size={16} aria-hidden className="shrink-0 text-quiet" />
        </MenuTrigger>
        <MenuContent align="start" side="top" className="w-64">
          <MenuLabel>Theme</MenuLabel>
          <ThemeChoice />
          {config.keepsData ? (
            <>
              <MenuSeparator />
              <MenuLabel>Your data</MenuLabel>
              {exportThread ? (
                <>
                  <MenuItem icon={FileText} onChoose={() => exportThread("markdown")}>
                    Export this thread as Markdown
                  </MenuItem>
                  <MenuItem icon={Braces} onChoose={() => exportThread("json")}>
                    Export this thread as JSON
                  </MenuItem>
                </>
              ) : null}
              <MenuItem icon={Trash2} danger onChoose={() => setConfirming("deletion")}>
                Delete my data
              </MenuItem>
            </>
          ) : null}
          <MenuSeparator />
          {accountPath && !user?.isGuest ? (
            // A provider's own scripts and styles need a page that is loaded for them.
            <MenuItem icon={UserRound} onChoose={() => location.assign(accountPath)}>
              Account
            </MenuItem>
          ) : null}
          {organizationPath && !user?.isGuest ? (
            <MenuItem icon={ChevronsUpDown} onChoose={() => location.assign(organizationPath)}>
              Organisation
            </MenuItem>
          ) : null}
          {user?.admin ? (
            <MenuItem icon={Settings} onChoose={() => router.push("/settings")}>
              Settings
            </MenuItem>
          ) : null}
          <MenuItem icon={Keyboard} onChoose={showKeys}>
            Keyboard shortcuts
            <kbd aria-hidden className="ml-auto pointer-coarse:hidden">
              Ctrl /
            </kbd>
          </MenuItem>
          {user?.isGuest ? (
            <MenuItem icon={LogIn} onChoose={() => leaveToSignIn()}>
              Sign in to keep your threads
            </MenuItem>
          ) : (
            <MenuItem icon={LogOut} onChoose={() => signOut(false)}>
              Sign out
            </MenuItem>
          )}
          {config.endsOtherSessions && !user?.isGuest ? (
            <MenuItem icon={MonitorX} onChoose={() => setConfirming("sign-out")}>
              Sign out everywhere
            </MenuItem>
          ) : null}
        </MenuContent>
      </Menu>
      <form ref={form} method="post" action="/sign-out" hidden>
        <input ref={everywhere} type="hidden" name="everywhere" />
      </form>
      <ConfirmDialog
        isOpen={confirming === "sign-out"}
        title="Sign out everywhere?"
        text="Every browser and device of this account is signed out within a second, this one too. Your threads are kept."
        confirmLabel="Sign out everywhere"
        onConfirm={() => signOut(true)}
        onClose={closeDialog}
      />
      <ConfirmDialog
        isOpen={confirming === "deletion"}
        title="Delete your data?"
        text="All your threads are deleted for good: questions, answers, suggestions, what you changed in charts, tables and boards, and your notes. An answer that is being written ends. Every browser and device of yours is signed out; your account itself is kept."
        confirmLabel="Delete my data"
        onConfirm={deleteData}
        onClose={closeDialog}
      />
    </>
  );
}

/** Reads the theme when the menu opens: until then only the page itself has to know it. */
function ThemeChoice() {
  const [theme, setTheme] = useState(() => readTheme(document.documentElement.dataset.theme));
  return (
    <MenuChoice
      label="Theme"
      value={theme}
      options={THEME_OPTIONS}
      onChange={(chosen) => {
        applyTheme(chosen);
        setTheme(chosen);
      }}
    />
  );
}
