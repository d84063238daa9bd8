// Runs before the page is drawn. GOV.UK's own snippet is inline, which the content security policy forbids.
document.body.classList.add('js-enabled')
if ('noModule' in HTMLScriptElement.prototype) {
  document.body.classList.add('govuk-frontend-supported')
}
