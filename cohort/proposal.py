"""What the first draft of the method says: a proposal to be edited, not a published version.

Our own words and weights. No published scheme is reproduced; see docs/method.md for where the dimensions come from.
"""

from typing import NamedTuple

from cohort.enums import Area


class ProposedDimension(NamedTuple):
    """A dimension as the proposal has it, with a word for each level from 0 to 4."""

    code: str
    area: Area
    name: str
    question: str
    weight: int
    levels: tuple[str, str, str, str, str]


TITLE = "Proposal: harm, likelihood, custody and victims"
BASIS = (
    "A proposal drafted for discussion. The headings follow what is publicly known of threat assessment in policing;"
    " the words, weights and bands are our own and have not been validated. Replace this text before publishing."
)
CONFIDENCE = (
    "Rests on one source or on reports that nobody has corroborated.",
    "Rests on several reports that agree, or on one that is corroborated in part.",
    "Rests on facts such as convictions, orders and seizures, or on well corroborated intelligence.",
)
BANDS = (("Tier 1", 70, 100), ("Tier 2", 45, 70), ("Below threshold", 0, 45))
DIMENSIONS = (
    ProposedDimension(
        "physical-harm", Area.HARM, "Physical harm", "How badly are people hurt by what the person does?", 14,
        (
            "Nobody is hurt.", "Threats or minor injuries now and then.", "Injuries that need treatment.",
            "Serious or lasting injuries.", "Deaths or life-threatening injuries.",
        ),
    ),
    ProposedDimension(
        "psychological-harm", Area.HARM, "Psychological harm",
        "How far are people put in fear, controlled or exploited?", 10,
        (
            "Nobody is put in fear.", "Occasional intimidation.", "Repeated intimidation of a few people.",
            "Lasting fear, control or exploitation of several people.",
            "Control or exploitation of many people, or of children.",
        ),
    ),
    ProposedDimension(
        "financial-harm", Area.HARM, "Financial harm", "How much do victims, businesses or the public purse lose?", 8,
        (
            "No loss.", "Losses that victims can bear.", "Losses that change how victims live or trade.",
            "Losses that ruin victims or close businesses.", "Losses on a national scale.",
        ),
    ),
    ProposedDimension(
        "community-harm", Area.HARM, "Community harm", "How far does it change how people live where they live?", 8,
        (
            "Not noticed.", "Noticed in one street or estate.", "People there change what they do.",
            "People there avoid places or do not talk to the police.", "The group controls what happens there.",
        ),
    ),
    ProposedDimension(
        "intent", Area.LIKELIHOOD, "Intent", "How set is the person on going on?", 12,
        (
            "Has stopped, and others confirm it.", "Says so, with signs of it.", "Undecided, or acts when asked.",
            "Goes on.", "Goes on and extends what is done.",
        ),
    ),
    ProposedDimension(
        "capability", Area.LIKELIHOOD, "Capability",
        "What means has the person: money, skills, weapons, transport?", 10,
        (
            "None.", "Few, all borrowed.", "Some of their own.", "Most of what is needed.",
            "All that is needed, and replaces what is lost at once.",
        ),
    ),
    ProposedDimension(
        "reach", Area.LIKELIHOOD, "Reach", "Over what area does the person act?", 8,
        ("One neighbourhood.", "One force area.", "Several forces of a region.", "Several regions.", "Across borders."),
    ),
    ProposedDimension(
        "network-role", Area.LIKELIHOOD, "Network role", "What part has the person in a group?", 10,
        (
            "Acts alone.", "On the edge of a group.", "Carries out tasks.", "Organises others.",
            "Leads, or supplies what the group cannot do without.",
        ),
    ),
    ProposedDimension(
        "custody-offending", Area.CUSTODY, "Offending from prison",
        "Could the person direct or commit crime from prison?", 6,
        (
            "No means of doing so.", "Means found once, long ago.", "Means found, not known to be used.",
            "Directs crime now and then.", "Directs crime routinely.",
        ),
    ),
    ProposedDimension(
        "corruption", Area.CUSTODY, "Corruption risk", "How far does the person corrupt staff or officials?", 5,
        (
            "No sign of it.", "Approaches that were refused.", "One person suspected.", "One person corrupted.",
            "Several corrupted.",
        ),
    ),
    ProposedDimension(
        "influence", Area.CUSTODY, "Influence in prison", "How far does the person govern what other prisoners do?", 3,
        ("None.", "On a few associates.", "On a landing.", "On a wing.", "On a whole prison, or across prisons."),
    ),
    ProposedDimension(
        "victims", Area.VICTIMS, "Vulnerability of victims", "How vulnerable are those who are harmed?", 6,
        (
            "Able to protect themselves.", "Some are less able to.", "Most are less able to.",
            "Children, or adults at risk.", "Children or adults at risk, sought out because of it.",
        ),
    ),
)  # fmt: skip
