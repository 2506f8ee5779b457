/** The login page of an emulated provider. It needs no script and loads nothing. */
export function loginPage(client: string, hasFailed: boolean): string {
  return `<!doctype html>
<html lang="en">
  <meta charset="utf-8">
  <meta name="viewport" content="width=device-width">
  <link rel="icon" href="data:,">
  <title>Emulated provider</title>
  <style>
    body { font: 16px/1.5 system-ui; max-width: 22rem; margin: 4rem auto; padding: 0 1rem }
    label, input, button { display: block; width: 100%; box-sizing: border-box }
    input, button { font: inherit; padding: .5rem; margin-bottom: 1rem }
    [role=alert] { color: #a00 }
  </style>
  <h1>Emulated provider</h1>
  <p>Sign in to ${escapeHtml(client)}. Not for production.</p>
  ${hasFailed ? '<p role="alert">This e-mail address and password do not belong together.</p>' : ""}
  <form method="post">
    <label for="email">E-mail</label>
    <input id="email" name="email" type="email" autocomplete="username" required>
    <label for="password">Password</label>
    <input id="password" name="password" type="password" autocomplete="current-password" required>
    <button>Continue</button>
  </form>
</html>`;
}

export function escapeHtml(text: string): string {
  return text.replace(/[&<>"']/g, (character) => `&#${character.charCodeAt(0)};`);
}
