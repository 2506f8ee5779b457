"use client";

import { useEffect, useRef } from "react";
import { CloudOff } from "#components/ui/chat-icons.tsx";
import { useAnnounce } from "./announcer.tsx";
import { Bar } from "./bar.tsx";
import { useOnline } from "./use-online.ts";

/** A thin bar while there is no network. Reading goes on; sending waits. */
export function OfflineBar() {
  const isOnline = useOnline();
  const wasOnline = useRef(true);
  const announce = useAnnounce();

  useEffect(() => {
    if (isOnline === wasOnline.current) return;
    wasOnline.current = isOnline;
    announce(isOnline ? "Back online" : "You are offline. Your text is kept.");
  }, [isOnline, announce]);

  if (isOnline) return null;
  return <Bar icon={CloudOff}>You are offline. Your text is kept.</Bar>;
}
