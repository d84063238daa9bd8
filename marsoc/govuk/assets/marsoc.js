import { Button, Checkboxes, ErrorSummary, PasswordInput, Radios, ServiceNavigation, SkipLink, Tabs, createAll } from 'govuk-frontend'
import { ButtonMenu } from '@ministryofjustice/frontend/moj/components/button-menu/button-menu.mjs'
import { FilterToggleButton } from '@ministryofjustice/frontend/moj/components/filter-toggle-button/filter-toggle-button.mjs'
import { followProgress } from './progress.js'

// GOV.UK says by aria-expanded that a radio reveals something, which ARIA allows on no radio.
class PlainRadios extends Radios {
  syncConditionalRevealWithInputState (input) {
    super.syncConditionalRevealWithInputState(input)
    input.removeAttribute('aria-expanded')
  }
}

const components = [
  Button,
  ButtonMenu,
  Checkboxes,
  ErrorSummary,
  FilterToggleButton,
  PasswordInput,
  PlainRadios,
  ServiceNavigation,
  SkipLink,
  Tabs
]

for (const component of components) {
  createAll(component)
}

followProgress()
