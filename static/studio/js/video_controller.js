// Shows how far an animatic is, and loads the screen anew when it is done (or when it failed).
(() => {
  const EVERY = 1000;
  const SLOWER = 5000;

  class VideoController extends window.StimulusModule.Controller {
    static targets = ["bar", "progress", "message"];
    static values = { url: String, busy: Boolean };

    connect() {
      if (this.busyValue) this.wait(EVERY);
    }

    disconnect() {
      clearTimeout(this.timer);
    }

    wait(time) {
      this.timer = setTimeout(() => this.look(), time);
    }

    async look() {
      try {
        const answer = await fetch(this.urlValue, { headers: { Accept: "application/json" }, credentials: "same-origin" });
        if (!answer.ok) throw new Error(String(answer.status));
        this.show(await answer.json());
      } catch {
        this.wait(SLOWER); // the server is away for a moment; the work goes on without it
      }
    }

    show(status) {
      if (!status.busy && status.state !== "unknown") {
        window.location.reload();
        return;
      }
      if (this.messageTarget.textContent !== status.message) this.messageTarget.textContent = status.message;
      if (status.total) this.progressTarget.value = status.done;
      this.wait(status.state === "unknown" ? SLOWER : EVERY);
    }
  }

  window.wagtail.app.register("hub-video", VideoController);
})();
