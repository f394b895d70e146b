//! Plans (规划): the years a plan holds for, and its file, which says all its goals at once.
//!
//! A plan's goals are targets that name it ([`Target::plan`]); nothing else holds them. The file is how they come in
//! together and go out again:
//!
//! ```text
//! indicator   what is counted, by our code or by the code under which others report it
//! goal        of the whole plan (cumulative), at its end (stock), or of its last year (annual)
//! steps       goals of single years, or of several: "2021..2023"
//! ```
//!
//! A file without indicators is a plan whose goals come by a table (`target import`, with the plan's code in a column).

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use serde::Deserialize;

use super::record::{Fault, Form};
use super::refusal::Refusal;
use super::scheme::read;
use super::target::{self, Measured, Target};
use super::values::{Date, Period};

/// A plan, without its goals.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// Stable code, such as `jingan-13`.
    pub code: String,
    pub title: String,
    pub title_en: Option<String>,
    /// The document it was issued with.
    pub source: Option<String>,
    /// First and last year.
    pub from: i32,
    pub to: i32,
    years: Period,
}

impl Plan {
    /// None where the years are none, or run backwards.
    pub fn new(code: String, title: String, from: i32, to: i32) -> Option<Self> {
        let years = Period::between(Period::year(from)?.first(), Period::year(to)?.last())?;
        Some(Self { code, title, title_en: None, source: None, from, to, years })
    }

    /// All its days.
    pub fn period(&self) -> Period {
        self.years
    }

    /// Whether a period lies in its years.
    pub fn covers(&self, period: Period) -> bool {
        self.years.contains(period.first()) && self.years.contains(period.last())
    }

    /// Of several plans those that speak on a day: all whose years hold it; else the last that was over by then; else
    /// the first to come.
    pub fn of_day(plans: &[Self], day: Date) -> Vec<&Self> {
        let held: Vec<&Self> = plans.iter().filter(|plan| plan.years.contains(day)).collect();
        if !held.is_empty() {
            return held;
        }
        let over = plans.iter().filter(|plan| plan.years.last() < day);
        let last = over.max_by_key(|plan| (plan.years.last(), plan.years.first()));
        last.or_else(|| plans.iter().min_by_key(|plan| plan.years.first())).into_iter().collect()
    }
}

/// A plan with its goals, as its file states them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanFile {
    pub plan: Plan,
    /// In the order of the file; of an indicator its steps follow its goal.
    pub targets: Vec<Target>,
}

/// What is wrong with a plan's file. The words are in `i18n`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanFault {
    /// Where in the file: a line where it cannot be read, else the key, `indicator[2].goal`.
    pub at: String,
    pub problem: PlanProblem,
}

#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PlanProblem {
    /// Not TOML, or a key or value the format does not have; the reader's own words.
    Unreadable(String),
    Blank,
    /// No years, or the last before the first.
    YearsReversed,
    /// Neither a goal nor a step.
    NoGoal,
    /// A step that is not within the plan's years.
    StepOutside(Period),
    /// Two goals of one indicator for the same days.
    Twice(String),
    /// A value that no target takes.
    Value(Refusal),
}

impl PlanProblem {
    pub fn code(&self) -> &'static str {
        match self {
            Self::Unreadable(_) => "plan-unreadable",
            Self::Blank => "plan-blank",
            Self::YearsReversed => "plan-years-reversed",
            Self::NoGoal => "plan-no-goal",
            Self::StepOutside(_) => "plan-step-outside",
            Self::Twice(_) => "plan-goal-twice",
            Self::Value(refusal) => refusal.problem.code(),
        }
    }
}

/// The file as TOML has it.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct Written {
    id: String,
    title: String,
    title_en: Option<String>,
    source: Option<String>,
    from: i32,
    to: i32,
    #[serde(default, rename = "indicator")]
    indicators: Vec<WrittenIndicator>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct WrittenIndicator {
    code: String,
    name: Option<String>,
    category: Option<String>,
    #[serde(default)]
    measure: Measure,
    unit: Option<String>,
    #[serde(default, deserialize_with = "read::some_text")]
    goal: Option<String>,
    #[serde(default, deserialize_with = "read::some_text")]
    baseline: Option<String>,
    baseline_year: Option<i32>,
    #[serde(default)]
    steps: BTreeMap<String, Step>,
    reported_by: Option<String>,
    paragraph: Option<String>,
    note: Option<String>,
}

/// The goal of some of a plan's years.
#[derive(Debug, Deserialize)]
struct Step(#[serde(deserialize_with = "read::text")] String);

/// What the goal of a whole plan is compared with.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default, Deserialize)]
#[serde(rename_all = "lowercase")]
enum Measure {
    /// All that comes in the plan's years.
    #[default]
    Cumulative,
    /// What comes in the last year (年度值).
    Annual,
    /// What there is at the end.
    Stock,
}

impl Measure {
    fn code(self) -> &'static str {
        match self {
            Self::Cumulative => "cumulative",
            Self::Annual => "annual",
            Self::Stock => "stock",
        }
    }

    fn measured(self) -> Measured {
        match self {
            Self::Cumulative | Self::Annual => Measured::Cumulative,
            Self::Stock => Measured::Stock,
        }
    }
}

impl PlanFile {
    /// Reads a plan's file (TOML), whole.
    ///
    /// Errors: everything that is wrong with it, each with its place.
    pub fn read(text: &str) -> Result<Self, Vec<PlanFault>> {
        let written: Written = toml::from_str(text).map_err(|error| {
            let line = error.span().map_or(1, |span| text[..span.start].matches('\n').count() + 1);
            let problem = PlanProblem::Unreadable(error.message().to_owned());
            vec![PlanFault { at: line.to_string(), problem }]
        })?;
        let mut faults = Vec::new();
        let mut fault = |at: &str, problem| faults.push(PlanFault { at: at.to_owned(), problem });
        for (key, text) in [("id", &written.id), ("title", &written.title)] {
            if text.trim().is_empty() {
                fault(key, PlanProblem::Blank);
            }
        }
        let (code, title) = (written.id.trim().to_owned(), written.title.trim().to_owned());
        let Some(plan) = Plan::new(code, title, written.from, written.to) else {
            fault("to", PlanProblem::YearsReversed);
            return Err(faults);
        };
        let plan = Plan { title_en: written.title_en, source: written.source, ..plan };
        let (mut targets, mut seen) = (Vec::new(), BTreeSet::new());
        for (at, indicator) in written.indicators.iter().enumerate() {
            let place = format!("indicator[{}]", at + 1);
            let read = indicator.targets(&plan, &place).unwrap_or_else(|found| {
                faults.extend(found);
                Vec::new()
            });
            for target in read {
                if !seen.insert((target.indicator.clone(), target.period)) {
                    let problem = PlanProblem::Twice(target.period.to_string());
                    faults.push(PlanFault { at: place.clone(), problem });
                }
                targets.push(target);
            }
        }
        if faults.is_empty() { Ok(Self { plan, targets }) } else { Err(faults) }
    }

    /// Writes the file of a plan; [`PlanFile::read`] takes it back.
    pub fn write(&self) -> String {
        let Plan { code, title, title_en, source, from, to, .. } = &self.plan;
        let mut text = String::new();
        line(&mut text, "id", Some(code));
        line(&mut text, "title", Some(title));
        line(&mut text, "title_en", title_en.as_deref());
        line(&mut text, "source", source.as_deref());
        // Writing to a string cannot fail.
        let _ = writeln!(text, "from = {from}\nto = {to}");
        let mut rest: Vec<&Target> = self.targets.iter().collect();
        while let Some(first) = rest.first().copied() {
            let (same, others) =
                rest.into_iter().partition(|target| is_one_indicator(first, target));
            rest = others;
            self.indicator(&mut text, &same);
        }
        text
    }

    fn indicator(&self, text: &mut String, targets: &[&Target]) {
        let is_of = |period: Period| move |target: &&&Target| target.period == period;
        let last_year = Period::year(self.plan.to).unwrap_or(self.plan.years);
        let whole = targets.iter().find(is_of(self.plan.years));
        let annual = || {
            let flow = targets.iter().all(|target| target.measured == Measured::Cumulative);
            targets.iter().find(is_of(last_year)).filter(|_| flow)
        };
        let (measure, goal) = match (whole, annual()) {
            (None, Some(goal)) => (Measure::Annual, Some(goal)),
            (goal, _) if targets.iter().all(|one| one.measured == Measured::Stock) => {
                (Measure::Stock, goal)
            }
            (goal, _) => (Measure::Cumulative, goal),
        };
        let Some(of) = goal.or(targets.first()) else { return };
        text.push_str("\n[[indicator]]\n");
        line(text, "code", Some(&of.indicator));
        line(text, "name", of.name.as_deref());
        line(text, "category", of.category.as_deref());
        line(text, "measure", Some(measure.code()));
        line(text, "unit", of.unit.as_deref());
        line(text, "goal", goal.map(|goal| goal.goal.to_string()).as_deref());
        if let Some(baseline) = of.baseline {
            line(text, "baseline", Some(&baseline.value.to_string()));
            let _ = writeln!(text, "baseline_year = {}", baseline.year);
        }
        let steps =
            targets.iter().filter(|target| goal.is_none_or(|goal| target.period != goal.period));
        let steps = steps.map(|step| {
            format!("{} = {}", quoted(&step.period.to_string()), quoted(&step.goal.to_string()))
        });
        let steps: Vec<String> = steps.collect();
        if !steps.is_empty() {
            let _ = writeln!(text, "steps = {{ {} }}", steps.join(", "));
        }
        line(text, "reported_by", of.reported_by.as_deref());
        line(text, "paragraph", of.paragraph.as_deref());
        line(text, "note", of.note.as_deref());
    }
}

impl WrittenIndicator {
    /// The targets of an indicator: its goal, then its steps by year.
    fn targets(&self, plan: &Plan, place: &str) -> Result<Vec<Target>, Vec<PlanFault>> {
        let mut faults = Vec::new();
        let mut goals: Vec<(String, Period, &str)> = Vec::new();
        if let Some(goal) = &self.goal {
            let whole = match self.measure {
                Measure::Cumulative | Measure::Stock => plan.years,
                Measure::Annual => Period::year(plan.to).unwrap_or(plan.years),
            };
            goals.push((format!("{place}.goal"), whole, goal));
        }
        for (year, goal) in &self.steps {
            let at = format!("{place}.steps.{year}");
            match year.parse::<Period>() {
                Err(refusal) => faults.push(PlanFault { at, problem: PlanProblem::Value(refusal) }),
                Ok(period) if !plan.covers(period) => {
                    faults.push(PlanFault { at, problem: PlanProblem::StepOutside(period) });
                }
                Ok(period) => goals.push((at, period, &goal.0)),
            }
        }
        if self.goal.is_none() && self.steps.is_empty() {
            faults.push(PlanFault { at: place.to_owned(), problem: PlanProblem::NoGoal });
        }
        // The whole plan first, then its years in order.
        goals.sort_by_key(|(_, period, _)| (*period != plan.years, period.first(), period.last()));
        let mut targets = Vec::new();
        for (at, period, goal) in goals {
            match Target::read(&self.form(plan, period, goal).record()) {
                Ok((target, _)) => targets.push(target),
                Err(found) => {
                    faults.extend(found.into_iter().map(|fault| fault_at(fault, place, &at)))
                }
            }
        }
        faults.dedup();
        if faults.is_empty() { Ok(targets) } else { Err(faults) }
    }

    /// A goal as a form says it, so that a plan's goal is read like any other.
    fn form(&self, plan: &Plan, period: Period, goal: &str) -> Form {
        let mut form = Form::new(&target::FIELDS, None);
        let baseline = self.baseline.as_deref();
        let baseline_year = self.baseline_year.map(|year| year.to_string());
        // A baseline is of the plan: without its year it is of the last one before the plan, in every step.
        let before = baseline.map(|_| (plan.from - 1).to_string());
        let said = [
            (target::CATEGORY, self.category.as_deref()),
            (target::INDICATOR, Some(&*self.code)),
            (target::NAME, self.name.as_deref()),
            (target::UNIT, self.unit.as_deref()),
            (target::NOTE, self.note.as_deref()),
            (target::BASELINE, baseline),
            (target::BASELINE_YEAR, baseline_year.as_deref().or(before.as_deref())),
            (target::REPORTED_BY, self.reported_by.as_deref()),
            (target::PARAGRAPH, self.paragraph.as_deref()),
            (target::PLAN, Some(&*plan.code)),
            (target::GOAL, Some(goal)),
            (target::PERIOD_FROM, Some(&*period.first().to_string())),
            (target::PERIOD_TO, Some(&*period.last().to_string())),
            (target::MEASURE, Some(self.measure.measured().code())),
        ];
        for (field, text) in said {
            if let Some(text) = text {
                form.say(field, text);
            }
        }
        form
    }
}

/// A fault of a goal's record, in the place where the file says it.
fn fault_at(fault: Fault, place: &str, goal: &str) -> PlanFault {
    let at = match fault.field {
        "goal" => goal.to_owned(),
        "indicator" => format!("{place}.code"),
        field => format!("{place}.{field}"),
    };
    PlanFault { at, problem: PlanProblem::Value(fault.refusal) }
}

/// Whether two goals differ in nothing but their days and their height.
fn is_one_indicator(one: &Target, other: &Target) -> bool {
    let other = Target { goal: one.goal, period: one.period, ..other.clone() };
    *one == other
}

fn line(text: &mut String, key: &str, value: Option<&str>) {
    if let Some(value) = value {
        let _ = writeln!(text, "{key} = {}", quoted(value));
    }
}

/// A text as TOML writes it.
fn quoted(text: &str) -> String {
    let mut quoted = String::from('"');
    for c in text.chars() {
        match c {
            '"' | '\\' => quoted.extend(['\\', c]),
            '\n' => quoted.push_str("\\n"),
            '\t' => quoted.push_str("\\t"),
            c if c.is_control() => {
                let _ = write!(quoted, "\\u{:04X}", u32::from(c));
            }
            c => quoted.push(c),
        }
    }
    quoted.push('"');
    quoted
}

#[cfg(test)]
mod tests {
    use super::*;

    const HEAD: &str = "id = 'p'\ntitle = '规划'\nfrom = 2021\nto = 2025\n";

    fn faults(rest: &str) -> Vec<(String, &'static str)> {
        let read = PlanFile::read(&format!("{HEAD}{rest}"));
        let faults = read.expect_err("is refused").into_iter();
        faults.map(|fault| (fault.at, fault.problem.code())).collect()
    }

    #[test]
    fn what_a_plan_says_comes_in_as_goals_of_days() {
        let text = format!(
            "{HEAD}
            [[indicator]]
            code = 'invention_grants'
            unit = '件'
            goal = 2500
            steps = {{ 2021 = 420, '2021..2023' = '1400' }}
            [[indicator]]
            code = 'high_value_per_10k'
            measure = 'stock'
            unit = '件'
            baseline = '30.5'
            goal = '45'
            paragraph = '专栏1'
            [[indicator]]
            code = 'secured_amount'
            measure = 'annual'
            unit = '亿元'
            baseline = '2.18'
            baseline_year = 2019
            goal = '3.2'
            steps = {{ 2023 = '2.6' }}"
        );
        let file = PlanFile::read(&text).unwrap();
        let goals = file.targets.iter().map(|target| {
            let base = target.baseline.map(|base| format!("{} ({})", base.value, base.year));
            let (code, measured) = (&*target.indicator, target.measured.code());
            let (period, goal) = (target.period.to_string(), target.goal.to_string());
            format!("{code} {period} {measured} {goal} {}", base.unwrap_or_default())
        });
        let goals: Vec<String> = goals.map(|goal| goal.trim_end().to_owned()).collect();
        assert_eq!(
            goals,
            [
                "invention_grants 2021..2025 cumulative 2500",
                "invention_grants 2021 cumulative 420",
                "invention_grants 2021..2023 cumulative 1400",
                "high_value_per_10k 2021..2025 stock 45 30.5 (2020)",
                "secured_amount 2023 cumulative 2.6 2.18 (2019)",
                "secured_amount 2025 cumulative 3.2 2.18 (2019)",
            ]
        );
        assert!(file.targets.iter().all(|target| target.plan.as_deref() == Some("p")));
        assert_eq!(PlanFile::read(&file.write()).unwrap(), file, "{}", file.write());
    }

    #[test]
    fn a_file_is_told_everything_that_is_wrong_with_it() {
        let of = |text: &str| faults(&format!("[[indicator]]\ncode = 'a'\n{text}"));
        let one = |at: &str, code| vec![(at.to_owned(), code)];
        assert_eq!(of(""), one("indicator[1]", "plan-no-goal"));
        assert_eq!(of("goal = 'viel'"), one("indicator[1].goal", "number-unreadable"));
        assert_eq!(of("goal = 1.5"), one("7", "plan-unreadable"));
        assert_eq!(of("gaol = 1"), one("7", "plan-unreadable"));
        assert_eq!(of("steps = { 2026 = 1 }"), one("indicator[1].steps.2026", "plan-step-outside"));
        assert_eq!(of("steps = { x = 1 }"), one("indicator[1].steps.x", "period-unreadable"));
        assert_eq!(
            of("steps = { 2022 = 'x' }"),
            one("indicator[1].steps.2022", "number-unreadable")
        );
        assert_eq!(
            of("measure = 'annual'\ngoal = 3\nsteps = { 2025 = 2 }"),
            one("indicator[1]", "plan-goal-twice")
        );
        assert_eq!(
            of("goal = 1\n[[indicator]]\ncode = 'secured_amount'\nunit = '件'\ngoal = 1"),
            one("indicator[2].unit", "target-unit")
        );
        let several = of("goal = 'x'\n[[indicator]]\ncode = '发明'\ngoal = 1");
        assert_eq!(
            several,
            [
                ("indicator[1].goal".to_owned(), "number-unreadable"),
                ("indicator[2].code".to_owned(), "indicator-shape"),
            ]
        );
        let reversed = PlanFile::read("id = ' '\ntitle = 'x'\nfrom = 2025\nto = 2021\n");
        let codes = reversed.unwrap_err().into_iter().map(|fault| fault.problem.code());
        let codes: Vec<_> = codes.collect();
        assert_eq!(codes, ["plan-blank", "plan-years-reversed"]);
    }

    #[test]
    fn the_plan_of_a_day() {
        let plan =
            |code: &str, from, to| Plan::new(code.to_owned(), code.to_owned(), from, to).unwrap();
        let plans = [
            plan("十三五", 2016, 2020),
            plan("十五五", 2026, 2030),
            plan("十四五", 2021, 2025),
            plan("三年行动", 2023, 2025),
        ];
        for (day, codes) in [
            ("2015-12-31", &["十三五"][..]),
            ("2016-01-01", &["十三五"]),
            ("2020-12-31", &["十三五"]),
            ("2021-01-01", &["十四五"]),
            ("2023-01-01", &["十四五", "三年行动"]),
            ("2026-01-01", &["十五五"]),
            ("2031-01-01", &["十五五"]),
        ] {
            let found = Plan::of_day(&plans, day.parse().unwrap());
            let found: Vec<&str> = found.into_iter().map(|plan| &*plan.code).collect();
            assert_eq!(found, codes, "{day}");
        }
        let over = Plan::of_day(&plans[..1], "2023-01-01".parse().unwrap());
        assert_eq!(over, [&plans[0]], "a plan that is over is told of until another begins");
        assert!(Plan::of_day(&[], Date::MIN).is_empty());
    }

    #[test]
    fn texts_are_quoted_so_that_toml_reads_them() {
        for text in ["静府发〔2016〕20号", "a\"b\\c\n\td", "\u{7}"] {
            let file = format!("id = {}\ntitle = 'x'\nfrom = 1\nto = 2\n", quoted(text));
            let read: Written = toml::from_str(&file).unwrap();
            assert_eq!(read.id, text);
        }
    }
}
