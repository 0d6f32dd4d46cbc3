/**
 * Decides about one row of the inbox without leaving the list: data-action="hub-decide#send" on a row's form.
 * The row becomes what the server says of it, and that is read out.
 */
class DecideController extends window.StimulusModule.Controller {
  static targets = ["said", "row"];

  async send(event) {
    const form = event.target;
    event.preventDefault();
    const row = form.closest("li");
    if (row.getAttribute("aria-busy")) return; // pressed twice
    row.setAttribute("aria-busy", "true");
    const body = new FormData(form);
    for (const button of row.querySelectorAll("button")) button.disabled = true;
    try {
      const headers = { "X-Hub-Partial": "1" };
      const answer = await fetch(form.action, { method: "POST", body, headers, credentials: "same-origin" });
      if (!answer.ok || answer.redirected) throw new Error(String(answer.status));
      this.show(row, await answer.text());
    } catch {
      window.location.reload(); // whatever happened, the list then shows it
    }
  }

  show(row, html) {
    const fresh = new DOMParser().parseFromString(html, "text/html").querySelector("li");
    row.replaceWith(fresh);
    this.saidTarget.textContent = fresh.querySelector(".hub-row__said")?.textContent.trim() || "";
    fresh.focus();
    this.dispatch("decided");
  }
}

window.wagtail.app.register("hub-decide", DecideController);
