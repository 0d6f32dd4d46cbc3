/** Follows a link to a block on this screen, also when the block stands in another tab or in a closed panel. */
class JumpController extends window.StimulusModule.Controller {
  go(event) {
    const target = document.getElementById(event.currentTarget.hash.slice(1));
    if (!target) return;
    event.preventDefault();
    const tab = target.closest('[role="tabpanel"]');
    if (tab) document.querySelector(`[role="tab"][aria-controls="${tab.id}"], [role="tab"][href="#${tab.id}"]`)?.click();
    for (let panel = target; panel; panel = panel.parentElement?.closest("[data-panel]")) {
      const toggle = panel.querySelector(":scope > .w-panel__header [data-panel-toggle]");
      if (toggle?.getAttribute("aria-expanded") === "false") toggle.click();
    }
    // Wagtail's tabs move the page themselves when they open; this comes after them.
    window.setTimeout(() => {
      target.scrollIntoView({ block: "center" });
      target.classList.add("hub-found");
      window.setTimeout(() => target.classList.remove("hub-found"), 2500);
      const field = target.querySelector('textarea, input:not([type="hidden"]), [contenteditable="true"]');
      (field || target).focus({ preventScroll: true });
    }, 200);
  }
}

window.wagtail.app.register("hub-jump", JumpController);
