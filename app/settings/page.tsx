import { redirect } from "next/navigation";
import { currentAdmin } from "./current-admin.ts";

export default async function SettingsPage() {
  await currentAdmin();
  redirect("/settings/user-authentication");
}
