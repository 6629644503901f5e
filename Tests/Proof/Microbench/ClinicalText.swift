/// Free text as clinicians write it, with numbers and dates of doses, and nothing that a detector finds.
enum ClinicalText {
    private static let sentences = [
        "The patient was seen in clinic for follow up of hypertension and type 2 diabetes. ",
        "Blood pressure 132/84, pulse 72 and regular, afebrile; weight stable at 81 kg. ",
        "Continue metformin 500 mg twice daily and lisinopril 10 mg in the morning. ",
        "Lungs are clear to auscultation bilaterally, no wheezes, rales or rhonchi. ",
        "Labs reviewed: creatinine 0.9, potassium 4.1, hemoglobin a1c 6.8 percent. ",
        "She denies chest pain, shortness of breath, nausea, vomiting or headache. ",
        "Plan: recheck in three months, sooner if symptoms worsen; diet and exercise discussed.\n",
    ]

    static func bytes(count: Int) -> [UInt8] {
        var text: [UInt8] = []
        var index = 0
        while text.count < count {
            text += Array(sentences[index % sentences.count].utf8)
            index += 1
        }
        return Array(text.prefix(count))
    }
}
