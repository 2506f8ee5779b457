import { redirect } from "next/navigation";
import { adminTitle, currentAdmin } from "#app/current-admin.ts";

export const generateMetadata = () => adminTitle("Settings");

export default async function SettingsPage() {
  await currentAdmin();
  redirect("/settings/user-authentication");
}
