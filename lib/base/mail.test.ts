import { afterEach, expect, test, vi } from "vitest";
import { hasMail, keptMails, mailSettings, sendMail } from "./mail.ts";

afterEach(() => vi.unstubAllEnvs());

const set = (settings: Record<string, string>) => {
  for (const [name, value] of Object.entries(settings)) vi.stubEnv(name, value);
};

const mail = { to: "ada@example.com", subject: "Hello", text: "Good morning" };

test.each([
  [{ SMTP_URL: "https://mail.example.com", MAIL_FROM: "app@example.com" }, /SMTP_URL: must be the/],
  [{ SMTP_URL: "mail.example.com", MAIL_FROM: "app@example.com" }, /SMTP_URL: must be the/],
  [{ SMTP_URL: "smtp://mail.example.com" }, /MAIL_FROM: is required with SMTP_URL/],
  [{ SMTP_URL: "smtp://mail.example.com", MAIL_FROM: "App" }, /MAIL_FROM: must be an address/],
  [
    { SMTP_URL: "smtp://mail.example.com", MAIL_FROM: "App <a@example.com>\r\nbcc: b@example.com" },
    /MAIL_FROM: must be an address/,
  ],
])("%j cannot work", (settings, problem) => {
  set(settings);
  expect(mailSettings).toThrow(problem);
});

test.each(["app@example.com", "App <app@example.com>", "The App of Ours <app@example.com>"])(
  "mails can be from %s",
  (MAIL_FROM) => {
    set({ SMTP_URL: "smtps://user:p%40ss@mail.example.com:465", MAIL_FROM });
    expect(mailSettings()).toMatchObject({ MAIL_FROM });
    expect(hasMail()).toBe(true);
  },
);

test("in production there is no mail without a mail server", async () => {
  set({ NODE_ENV: "production" });
  vi.spyOn(console, "warn").mockImplementation(() => {});
  expect(hasMail()).toBe(false);
  await expect(sendMail(mail)).rejects.toMatchObject({ status: 503, code: "MAIL_UNAVAILABLE" });
  expect(keptMails()).toEqual([]);
});

test("in development mails are printed and kept instead, the last fifty", async () => {
  set({ NODE_ENV: "development" });
  const printed = vi.spyOn(console, "log").mockImplementation(() => {});
  expect(hasMail()).toBe(true);
  for (let number = 1; number <= 51; number += 1) {
    await sendMail({ ...mail, subject: `Mail ${number}` });
  }
  expect(printed).toHaveBeenLastCalledWith("Mail to ada@example.com: Mail 51\nGood morning");
  expect(keptMails()).toHaveLength(50);
  expect(keptMails().map(({ subject }) => subject)).toEqual(
    expect.arrayContaining(["Mail 51", "Mail 2"]),
  );
});
