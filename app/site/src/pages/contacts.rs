//! Whom dealers turn to, and when nobody answers.

use minijinja::context;
use minijinja::value::Value;

use super::common::PageContext;

impl PageContext<'_> {
    pub(super) fn contacts(&self) -> Value {
        let portal = &self.model().portal;
        let texts = &self.language.texts;
        let contacts: Vec<Value> = portal
            .contacts
            .iter()
            .map(|contact| {
                context! {
                    name => self.say(&contact.name),
                    role => contact.role.as_ref().map(|role| self.say(role)),
                    phone => &contact.phone,
                    wechat => &contact.wechat,
                    email => &contact.email,
                    hours => contact.hours.as_ref().map(|hours| self.say(hours)),
                    region_name => contact.region.as_ref().map(|region| self.name_of(&region.value, &portal.regions)),
                }
            })
            .collect();
        let today = self.model().settings.today;
        let holidays: Vec<Value> = portal
            .calendar
            .holidays
            .iter()
            .filter(|holiday| holiday.to >= today)
            .map(|holiday| {
                context! { name => self.say(&holiday.name), from => self.date(holiday.from), to => self.date(holiday.to) }
            })
            .collect();
        let coming = portal.calendar.make_up_days.iter().filter(|day| **day >= today);
        let workdays: Vec<String> = coming.map(|day| texts.date_and_weekday(*day)).collect();
        let values = context! { contacts => contacts, holidays => holidays, workdays => workdays };
        self.section_page("contacts", "contacts", values)
    }
}
