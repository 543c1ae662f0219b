// Post a form without leaving the page, and say that the shop has changed.
for (const form of document.forms) {
  form.addEventListener("submit", async (event) => {
    event.preventDefault();
    const { submitter } = event;
    const address = submitter.hasAttribute("formaction") ? submitter.formAction : form.action;
    const body = new URLSearchParams(new FormData(form, submitter));
    await fetch(address, { method: "POST", body });
    document.dispatchEvent(new Event("shop-changed"));
  });
}
