namespace Nightjar.Server.Access;

/// <summary>The text of the login page.</summary>
internal static class LoginHtml
{
    /// <summary>The whole page.</summary>
    /// <param name="to">Where to go afterwards, encoded for HTML.</param>
    /// <param name="alert">A paragraph of HTML, or empty.</param>
    public static string Form(string to, string alert) => $$"""
        <!DOCTYPE html>
        <html lang="en">
        <head>
        <meta charset="utf-8">
        <meta name="viewport" content="width=device-width, initial-scale=1">
        <title>Log in – Nightjar</title>
        <style>
        :root { color-scheme: light dark; --back: #f7f7f5; --card: #fff; --ink: #1d2126; --soft: #59626d; --line: #c9ced4; --accent: #2f5fb3; --on: #fff; --bad: #a3231f; }
        @media (prefers-color-scheme: dark) { :root { --back: #14171b; --card: #1b1f24; --ink: #e4e7eb; --soft: #a4adb8; --line: #434b55; --accent: #8fb4f5; --on: #10141a; --bad: #ff9c94; } }
        * { box-sizing: border-box; }
        body { margin: 0; min-height: 100vh; display: grid; place-items: center; padding: 16px; background: var(--back); color: var(--ink); font: 14px/1.5 system-ui, sans-serif; }
        main { width: 100%; max-width: 360px; padding: 24px; background: var(--card); border: 1px solid var(--line); border-radius: 8px; }
        h1 { margin: 0 0 4px; font-size: 20px; font-weight: 600; }
        p { margin: 0 0 16px; color: var(--soft); }
        #problem { color: var(--bad); }
        label { display: block; margin-bottom: 4px; font-weight: 600; }
        input, button { width: 100%; padding: 8px 12px; border-radius: 6px; font: inherit; }
        input { margin-bottom: 16px; border: 1px solid var(--line); background: var(--back); color: var(--ink); }
        button { border: 0; background: var(--accent); color: var(--on); font-weight: 600; cursor: pointer; }
        input:focus-visible, button:focus-visible { outline: 2px solid var(--accent); outline-offset: 2px; }
        </style>
        </head>
        <body>
        <main>
        <h1>Nightjar</h1>
        <p>This server asks for its access token.</p>
        {{alert}}
        <form method="post" action="/login">
        <input type="hidden" name="to" value="{{to}}">
        <label for="token">Token</label>
        <input id="token" name="token" type="password" autocomplete="current-password" required autofocus>
        <button type="submit">Log in</button>
        </form>
        </main>
        </body>
        </html>
        """;
}
